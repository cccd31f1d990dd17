using Marketplace.Domain.Identity;
using Marketplace.Domain.Partners;
using Marketplace.Domain.Shared;
using static Marketplace.Infrastructure.Demo.DemoShelves;

namespace Marketplace.Infrastructure.Demo;

/// <summary>Who asked to ride, to resell or to recommend, in every state, and the public pages of those who were let in.</summary>
internal sealed class DemoPartners
{
    private readonly DemoTown _town;
    private readonly DateTimeOffset _now;

    public DemoPartners(DemoTown town, DateTimeOffset now)
    {
        (_town, _now) = (town, now);
        var (shops, riders) = (User("chandrika"), User("dawood"));

        Ride("vikram", "The harbour and the old market, weekday evenings from six to eleven.", "Scooter TP 07 B 4410", daysAgo: 0.1);
        Apply("tanvi", PartnerRole.Influencer, "Tanvi cooks", "I film what I cook with things of the morning market. Four thousand people watch.", ["https://video.example/tanvi-cooks"], daysAgo: 0.6);
        var early = Apply("omar", PartnerRole.Reseller, "Omar’s picks", "Good things, good prices.", [], daysAgo: 12);
        Must(early.Reject(shops, "We cannot tell from this what you want to resell, and to whom. Tell us a little more.", _now.AddDays(-11)));
        Must(Ride("kumar", "Weekends only, around the lotus tank.", "Bicycle", daysAgo: 6).Withdraw(_now.AddDays(-5)));
        Must(Ride("arul", "Everywhere, six to noon.", "Electric scooter TP 07 K 9016", daysAgo: 200).Approve(riders, _now.AddDays(-199)));

        Open(
            Apply("tara", PartnerRole.Reseller, "Tara’s table", "I put together what a new kitchen needs, for students who move to town.", ["https://tara.example/table"], daysAgo: 60), shops, 59,
            "Moving to Tarapet? I know which pan lasts, which knife does not, and which shop tells you so.\nAsk me before you buy the big set.");
        Open(
            Apply("leela", PartnerRole.Influencer, "Leela’s green corner", "I talk about plants that survive people. They listen, mostly.", ["https://video.example/leela", "https://leela.example"], daysAgo: 45), shops, 44,
            "Ferns, follies and watering cans. Every Sunday one plant that forgives you.");
    }

    public List<PartnerApplication> Applications { get; } = [];
    public List<Partner> Partners { get; } = [];

    private PartnerApplication Ride(string account, string pitch, string vehicle, double daysAgo) =>
        Add(account, new(PartnerRole.Rider, _town.Account(account).FullName, pitch, _town.Account(account).Phone, vehicle, []), daysAgo);

    private PartnerApplication Apply(string account, PartnerRole role, string name, string pitch, string[] links, double daysAgo) =>
        Add(account, new(role, name, pitch, null, null, links), daysAgo);

    private PartnerApplication Add(string account, PartnerApplicationContent content, double daysAgo)
    {
        var application = PartnerApplication.Submit(User(account), content, _now.AddDays(-daysAgo)).Value!;
        Applications.Add(application);
        return application;
    }

    private void Open(PartnerApplication application, UserId by, double daysAgo, string bio)
    {
        Must(application.Approve(by, _now.AddDays(-daysAgo)));
        var partner = Partner.Open(application, Slug.From(application.Name, "page"), _now.AddDays(-daysAgo));
        Must(partner.Save(partner.Name, bio, partner.Links, _now.AddDays(-daysAgo).AddHours(1)));
        Partners.Add(partner);
    }

    private UserId User(string account) => new(_town.Account(account).Id);
}
