using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Catalog;

/// <summary>Who makes a product. Shops name brands; the marketplace says what they look like.</summary>
public sealed class Brand : AggregateRoot
{
    public const int NameMaxLength = 80;
    public const int DescriptionMaxLength = 2_000;

    private Brand() { } // EF Core

    public BrandId Id { get; private init; }
    public override Guid StreamId => Id.Value;
    public string Slug { get; private init; } = "";
    public string Name { get; private set => field = value.Trim() is { Length: > 0 and <= NameMaxLength } text ? text : throw new ArgumentException("A brand needs a name that fits.", nameof(value)); } = "";
    public string Description { get; private set; } = "";
    public MediaId? LogoId { get; private set; }

    public static Brand Add(string slug, string name, DateTimeOffset now, MediaId? logoId = null)
    {
        var brand = new Brand { Id = BrandId.New(), Slug = slug, Name = name, LogoId = logoId };
        brand.Raise(new BrandAdded(brand.Id, now));
        return brand;
    }

    public Result<Done> Save(string name, string description, MediaId? logoId, DateTimeOffset now)
    {
        if (name.Trim() is not { Length: > 0 and <= NameMaxLength } text)
        {
            return new Error(ErrorKind.Invalid, "brand.name_invalid", $"1 to {NameMaxLength} characters.", "name");
        }

        if (description.Trim().Length > DescriptionMaxLength)
        {
            return new Error(ErrorKind.Invalid, "brand.description_invalid", $"At most {DescriptionMaxLength} characters.", "description");
        }

        (Name, Description, LogoId) = (text, description.Trim(), logoId);
        Raise(new BrandChanged(Id, now));
        return default(Done);
    }
}
