using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;

namespace Marketplace.Infrastructure.Demo;

/// <summary>A few people who show themselves, and whom and what they follow.</summary>
internal sealed class DemoCircle
{
    private static readonly Dictionary<string, (string Bio, string Place)> Words = new()
    {
        ["aditi"] = ("Cooks on Sundays, orders in on Mondays.", "Harbour side, Tarapet"),
        ["meera"] = ("Throws pots at Kiln & Clay. Ask me about glazes.", "Potters’ lane, Tarapet"),
        ["tara"] = ("Feeds students who have one pan.", "Old market, Tarapet"),
        ["leela"] = ("Ferns, follies and unsolicited advice on watering.", "Nursery road, Tarapet"),
    };

    public DemoCircle(DemoTown town, IReadOnlyList<Vendor> shops, DateTimeOffset now)
    {
        var people = Words.ToDictionary(w => w.Key, w => town.Accounts.Single(a => a.Email.StartsWith(w.Key + "@", StringComparison.Ordinal)));
        foreach (var (username, account) in people)
        {
            var profile = Profile.Of(new(account.Id), account.FullName);
            profile.Save(new(username, Words[username].Bio, Words[username].Place, null, Audience.Everyone, Measurements.None), now);
            profile.Share(presence: username != "aditi", activity: username != "aditi", now);
            Profiles.Add(profile);
        }

        var (aditi, meera, leela) = (new UserId(people["aditi"].Id), new UserId(people["meera"].Id), new UserId(people["leela"].Id));
        People.AddRange([new(aditi, meera, now.AddDays(-40)), new(aditi, leela, now.AddDays(-12)), new(leela, aditi, now.AddDays(-9))]);
        FollowShop(aditi, shops[0], now.AddDays(-30));
        FollowShop(meera, shops[1], now.AddDays(-3), isTold: true);
        FollowShop(leela, shops[0], now.AddHours(-5), isTold: true);
        FollowShop(leela, shops[2], now.AddHours(-26), isTold: true);
    }

    public List<Profile> Profiles { get; } = [];
    public List<PersonFollow> People { get; } = [];
    public List<ShopFollow> Shops { get; } = [];
    public List<Activity> Activities { get; } = [];

    private void FollowShop(UserId user, Vendor shop, DateTimeOffset at, bool isTold = false)
    {
        Shops.Add(new(user, shop.Id, at));
        if (isTold)
        {
            Activities.Add(Activity.Of(user, ActivityKind.FollowedShop, shop.Id, at));
        }
    }
}
