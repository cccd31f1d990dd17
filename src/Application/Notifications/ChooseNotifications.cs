using FluentValidation;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Notifications;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Notifications;

public sealed class ChooseNotificationsRequestValidator : AbstractValidator<ChooseNotificationsRequest>
{
    public ChooseNotificationsRequestValidator()
    {
        RuleFor(r => r.Choices).NotNull().Must(c => c is null || c.Count <= Enum.GetValues<NewsTopic>().Length).WithMessage("One choice for each topic at most.");
        RuleForEach(r => r.Choices).NotNull().ChildRules(choice =>
            choice.RuleFor(c => c.Topic).NotNull().Must(t => NewsTopic.FromWire(t) is not null).WithMessage("SECURITY, ORDERS or WORK."));
    }
}

/// <summary>How the signed-in person hears of things.</summary>
public sealed class ChooseNotificationsHandler(IMarketplaceDb db) : IHandler
{
    private static Error AlwaysOn { get; } = new(
        ErrorKind.Conflict, "notification.always_on", "News about the safety of your account cannot be turned off: they would tell you of a thief.", "choices");

    public async Task<NotificationPreferencesDto> ShowAsync(UserId user, CancellationToken ct) =>
        Show(await db.Set<NewsChoice>().AsNoTracking().Where(c => c.UserId == user).ToListAsync(ct));

    public async Task<Result<NotificationPreferencesDto>> ChooseAsync(UserId user, ChooseNotificationsRequest request, CancellationToken ct)
    {
        var known = await db.Set<NewsChoice>().Where(c => c.UserId == user).ToListAsync(ct);
        foreach (var wanted in request.Choices)
        {
            var topic = NewsTopic.FromWire(wanted.Topic)!.Value;
            if (!topic.CanBeTurnedOff && !(wanted.InApp && wanted.Mail))
            {
                return AlwaysOn;
            }

            if (known.Find(c => c.Topic == topic) is not { } choice)
            {
                db.Set<NewsChoice>().Add(choice = new(user, topic));
                known.Add(choice);
            }

            choice.Choose(wanted.InApp, wanted.Mail);
        }

        await db.SaveChangesAsync(ct);
        return Show(known);
    }

    private static NotificationPreferencesDto Show(List<NewsChoice> known) => new(
    [
        .. from topic in Enum.GetValues<NewsTopic>()
           let choice = known.Find(c => c.Topic == topic)
           select new NotificationChoiceDto(topic.ToWire(), choice?.InApp ?? true, topic.IsMailed ? choice?.Mail ?? true : null, !topic.CanBeTurnedOff),
    ]);
}
