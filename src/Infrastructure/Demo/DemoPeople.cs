using System.Security.Cryptography;
using System.Text;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Orders;

namespace Marketplace.Infrastructure.Demo;

/// <summary>Somebody who orders, with an account or without.</summary>
/// <param name="Weight">How often, compared with the others.</param>
internal sealed record DemoShopper(UserId? Id, string Name, string Email, string Phone, IReadOnlyList<DemoAddress> Addresses, double Weight)
{
    public Contact Contact => new(Name, Email, Phone);

    public AddressSnapshot AddressAt(DemoAddress at) => new(
        Name, Phone, at.Line1, Empty(at.Detail), DemoTown.City, DemoTown.Region, DemoTown.PostalCode, DemoTown.Country, at.Position, Empty(at.Note));

    /// <summary>A guest's order belongs to whoever holds its token.</summary>
    public byte[]? TokenHash(string orderNumber) => Id is null ? SHA256.HashData(Encoding.UTF8.GetBytes($"demo {orderNumber}")) : null;

    private static string? Empty(string text) => text.Length == 0 ? null : text;
}

/// <summary>Who shops in Tarapet: a few order every other day, most now and then, and some never open an account.</summary>
internal sealed class DemoPeople
{
    private static readonly string[] GuestNames =
    [
        "Anil Deshmukh", "Brinda Karat", "Colin Rebello", "Deepa Nair", "Ejaz Ahmed", "Farida Contractor", "Gita Rangan", "Hari Prasad",
        "Ila Bose", "Jaya Verghese", "Kamal Nath", "Lourdes Mary", "Mohan Raj", "Nandini Rao", "Oscar Dias", "Parvathi Amma",
    ];

    private readonly List<DemoShopper> _people = [];

    public DemoPeople(DemoTown town, Random random)
    {
        foreach (var (place, account) in town.Accounts.Where(a => a.Demo == "shopper").Index())
        {
            DemoAddress[] homes = [.. town.Addresses.Where(a => a.Account == account.Name)];
            var weight = place == 0 ? 3.2 : Math.Pow(random.NextDouble(), 2) + 0.12;
            _people.Add(new(new UserId(account.Id), account.FullName, account.Email, account.Phone, homes, weight));
        }

        foreach (var (place, name) in GuestNames.Index())
        {
            var home = random.Pick(town.Addresses);
            var email = $"{name.Replace(' ', '.').ToLowerInvariant()}@example.com";
            _people.Add(new(null, name, email, $"+91 90000 6{place + 1:0000}", [home with { Detail = "", Note = "" }], 0.28));
        }
    }

    /// <summary>The address books of those who have an account; the first place is the usual one.</summary>
    public IEnumerable<SavedAddress> AddressBooksFrom(DateTimeOffset begin) =>
        from person in _people
        from user in (UserId[])(person.Id is { } id ? [id] : [])
        from home in person.Addresses
        select new SavedAddress(user, home.Label, person.AddressAt(home), isDefault: home == person.Addresses[0], begin);

    /// <summary>Whose sign-in stands first in the list; always waits for something.</summary>
    public DemoShopper First => _people[0];

    public DemoShopper Pick(Random random) => _people[random.PickIndex(_people, p => p.Weight)];
}
