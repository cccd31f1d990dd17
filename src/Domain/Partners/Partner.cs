using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Partners;

/// <summary>
/// A reseller or an influencer: that somebody is one, and what their public page says. While it is closed they are none. Photo and
/// followers are those of the person's profile.
/// </summary>
public sealed class Partner : AggregateRoot
{
    public const int BioMaxLength = 1000;

    private Partner() { } // EF Core

    public override Guid StreamId => Id.Value;
    public PartnerId Id { get; private init; }
    public UserId UserId { get; private init; }
    public PartnerRole Role { get; private init; }
    public string Slug { get; private init; } = "";
    public string Name { get; private set; } = "";
    public string Bio { get; private set; } = "";
    public IReadOnlyList<string> Links { get; private set; } = [];
    public DateTimeOffset OpenedAt { get; private init; }
    public string? ClosedBecause { get; private set; }
    public bool IsOpen => ClosedBecause is null;

    /// <summary>What was told to who decides is not for everybody: the page begins with the name and the links.</summary>
    public static Partner Open(PartnerApplication application, string slug, DateTimeOffset now)
    {
        if (!application.Role.HasPage)
        {
            throw new ArgumentException($"A {application.Role} has no page.", nameof(application));
        }

        var partner = new Partner
        {
            Id = PartnerId.New(), UserId = application.UserId, Role = application.Role, Slug = slug, Name = application.Name, Links = application.Links, OpenedAt = now,
        };
        partner.Raise(new PartnerOpened(partner.Id, partner.UserId, partner.Role, IsAgain: false, now));
        return partner;
    }

    public Result<Done> Save(string name, string bio, IReadOnlyList<string> links, DateTimeOffset now)
    {
        if (!IsOpen)
        {
            return PartnerErrors.Closed;
        }

        if ((PartnerErrors.Text("name", name, 2, PartnerApplication.NameMaxLength) ?? PartnerErrors.Text("bio", bio, 0, BioMaxLength)) is { } wrong)
        {
            return wrong;
        }

        var read = PartnerLinks.Read(links);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        (Name, Bio, Links) = (name.Trim(), bio.Trim(), read.Value);
        Raise(new PartnerChanged(Id, UserId, now));
        return new Done();
    }

    public Result<Done> Close(string reason, DateTimeOffset now)
    {
        if (reason.Trim() is not { Length: > 0 and <= PartnerApplication.ReasonMaxLength } text)
        {
            return PartnerErrors.Wrong("reason", $"Say why, in at most {PartnerApplication.ReasonMaxLength} characters.");
        }

        if (!IsOpen)
        {
            return PartnerErrors.Closed;
        }

        ClosedBecause = text;
        Raise(new PartnerClosed(Id, UserId, Role, text, now));
        return new Done();
    }

    public Result<Done> Reopen(DateTimeOffset now)
    {
        if (IsOpen)
        {
            return PartnerErrors.AlreadyOpen;
        }

        ClosedBecause = null;
        Raise(new PartnerOpened(Id, UserId, Role, IsAgain: true, now));
        return new Done();
    }
}
