using Marketplace.Domain.Identity;
using Marketplace.Infrastructure.Demo;

namespace Marketplace.WebApi.Tests.Demo;

public sealed class DemoTownTests
{
    private readonly DemoTown _town = DemoTown.Read();

    [Fact]
    public void Has_people_of_every_kind()
    {
        Assert.Equal(60, _town.Accounts.Count(a => a.Demo == "shopper"));
        Assert.Equal(12, _town.Accounts.Count(a => a.Demo == "rider"));
        Assert.Equal(_town.Shops.Count, _town.Accounts.Count(a => a.Demo == "vendor"));
        Assert.Equal(AdminRoles.All.Select(role => role.ToRoleName()), _town.Accounts.Where(a => a.Demo == "admin").Select(a => Assert.Single(a.Roles, role => AdminRoles.Parse(role) is not null)));
        Assert.Equal(_town.Accounts.Count, _town.Accounts.Select(a => a.Id).Distinct().Count());
        Assert.Equal(_town.Accounts.Count, _town.Accounts.Select(a => a.Email).Distinct().Count());
        Assert.All(_town.Accounts.Where(a => a.Demo == "shopper"), a => Assert.Contains(_town.Addresses, at => at.Account == a.Name));
    }

    [Fact]
    public void Has_staff_of_every_role_and_somebody_who_works_in_two_shops()
    {
        var hired = _town.Shops.SelectMany(s => s.Staff?.Select(h => (Account: h.Key, Role: h.Value)) ?? []).ToList();

        Assert.Equal(["Catalogue", "Chat", "Finance", "Manager", "Orders"], hired.Select(h => h.Role).Distinct().Order());
        Assert.Contains(hired.GroupBy(h => h.Account), g => g.Select(h => h.Role).Distinct().Count() == 2);
        Assert.Equal(_town.Accounts.Where(a => a.Demo == "staff").Select(a => a.Name).Order(), hired.Select(h => h.Account).Distinct().Order());
    }

    [Fact]
    public void Lies_within_its_map() => Assert.All(
        _town.Shops.Select(s => s.Position).Concat(_town.Addresses.Select(a => a.Position)),
        at => Assert.True(at is { Latitude: > 12.9 and < 12.927, Longitude: > 80.234 and < 80.26 }, at.ToString()));

    [Fact]
    public void Sells_everything_under_a_name_of_its_own()
    {
        var skus = _town.Shops.SelectMany(s => s.Products.SelectMany(p => p.AllVariants.Select(v => $"{s.Slug} {p.Sku}{v.Code}"))).ToList();
        Assert.NotEmpty(skus);
        Assert.Equal(skus.Count, skus.Distinct().Count());
        Assert.All(_town.Shops.SelectMany(s => s.Products), p => Assert.InRange(p.About.Length, 40, 600));
    }

    [Fact]
    public void Is_awake_at_every_hour_of_the_week_and_has_shops_that_are_shut()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");
        var monday = new DateTimeOffset(2026, 11, 30, 0, 10, 0, TimeSpan.Zero);
        Assert.All(Enumerable.Range(0, 7 * 24).Select(h => monday.AddHours(h)), now =>
        {
            var selling = _town.AwakeAt(now, zone).Shops.Where(s => s.State is null).ToList();
            Assert.InRange(selling.Count(s => s.IsOpenAround(now, zone)), selling.Count * 0.5, selling.Count - 1);
        });
        Assert.Same(_town, _town.AwakeAt(monday.AddHours(6), zone));
    }

    [Fact]
    public void Reads_ranges_of_days_and_hours()
    {
        var hours = _town.Shops.Single(s => s.Slug == "attar-house").OpeningHours;
        Assert.Equal(7, hours.Select(h => h.Day).Distinct().Count());
        Assert.Equal(new TimeOnly(15, 0), hours.Single(h => h.Day == 5).Opens);
        var night = _town.Shops.Single(s => s.Slug == "lotus-tank-pharmacy").OpeningHours;
        Assert.All(night, h => Assert.Equal(h.Opens, h.Closes));
    }
}
