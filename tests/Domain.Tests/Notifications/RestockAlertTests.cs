using Marketplace.Domain.Catalog;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Notifications;
using Marketplace.Domain.Shared;

namespace Marketplace.Domain.Tests.Notifications;

public sealed class RestockAlertTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_person_need_not_confirm_and_a_guest_must()
    {
        var person = RestockAlert.OfPerson(VariantId.New(), UserId.New(), Now);
        var guest = RestockAlert.OfGuest(VariantId.New(), " Asha@Example.org ", Now);

        Assert.Equal((Now, null), (person.ConfirmedAt!.Value, person.Email));
        Assert.Equal(("asha@example.org", null, null), (guest.Email, guest.UserId, guest.ConfirmedAt));
        Assert.Null(Assert.IsType<RestockAsked>(Assert.Single(guest.TakeEvents())).UserId);
    }

    [Fact]
    public void Is_confirmed_once()
    {
        var guest = RestockAlert.OfGuest(VariantId.New(), "asha@example.org", Now);
        guest.TakeEvents();

        guest.Confirm(Now.AddHours(1));
        guest.Confirm(Now.AddHours(2));

        Assert.Equal(Now.AddHours(1), guest.ConfirmedAt);
        Assert.Single(guest.TakeEvents());
    }
}
