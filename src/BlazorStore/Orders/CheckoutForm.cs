using System.Globalization;
using Marketplace.BlazorStore.Shell;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Orders;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorStore.Orders;

/// <summary>What stands in the checkout's form. It travels with every post, so that nothing is kept on the server.</summary>
public sealed class CheckoutForm
{
    public const string NewAddress = "new";
    private const int NoteMax = 300;

    public string Key { get; private set; } = "";
    public string Fingerprint { get; private set; } = "";

    /// <summary>The version of the terms that the page showed.</summary>
    public int Terms { get; private set; }
    public string Name { get; private set; } = "";
    public string Email { get; private set; } = "";
    public string Phone { get; private set; } = "";

    /// <summary>The id of a saved address, or <see cref="NewAddress"/>.</summary>
    public string AddressChoice { get; private set; } = NewAddress;
    public string Line1 { get; private set; } = "";
    public string Line2 { get; private set; } = "";
    public string City { get; private set; } = "";
    public string PostalCode { get; private set; } = "";

    /// <summary>ISO 3166-2, where the form asks for it.</summary>
    public string Region { get; private set; } = "";
    public string Note { get; private set; } = "";
    public string Latitude { get; private set; } = "";
    public string Longitude { get; private set; } = "";
    public bool SaveAddress { get; private set; }
    public string Gift { get; private set; } = "";
    public string PaymentMethod { get; private set; } = "";
    public Dictionary<Guid, string> Choices { get; private set; } = [];
    public Dictionary<Guid, string> Notes { get; private set; } = [];

    public PositionDto? Position => Place.Parse(Latitude, Longitude);

    public static CheckoutForm Start(MeDto? me, IReadOnlyList<SavedAddress> saved, Place? place, string city, string region)
    {
        var first = saved.FirstOrDefault(a => a.IsDefault) ?? (saved is [var only, ..] ? only : null);
        return new()
        {
            Key = Guid.CreateVersion7().ToString("N"),
            Name = first?.Address.Name ?? me?.Name ?? "",
            Email = me?.Email ?? "",
            Phone = first?.Address.Phone ?? "",
            AddressChoice = first?.Id.ToString() ?? NewAddress,
            Line1 = first is null && place is { Label: not "Chosen on the map" } ? place.Label : "",
            City = city,
            Region = region,
            Latitude = Text(place?.Position.Latitude),
            Longitude = Text(place?.Position.Longitude),
        };
    }

    /// <param name="region">Of a form that does not ask for it.</param>
    public static CheckoutForm Posted(IFormCollection form, string region)
    {
        return new()
        {
            Key = Guid.TryParseExact(Read("key"), "N", out var key) ? key.ToString("N") : Guid.CreateVersion7().ToString("N"),
            Fingerprint = Read("fingerprint"),
            Terms = int.TryParse(Read("terms"), NumberStyles.None, CultureInfo.InvariantCulture, out var terms) ? terms : 0,
            Name = Read("contact.name"),
            Email = Read("contact.email"),
            Phone = Read("contact.phone"),
            AddressChoice = Read("address"),
            Line1 = Read("address.line1"),
            Line2 = Read("address.line2"),
            City = Read("address.city"),
            PostalCode = Read("address.postalCode"),
            Region = form.ContainsKey("address.region") ? Read("address.region") : region,
            Note = Read("address.note"),
            Latitude = Read("address.latitude"),
            Longitude = Read("address.longitude"),
            SaveAddress = Read("save") == "true",
            Gift = Read("gift") is var gift ? gift[..Math.Min(gift.Length, NoteMax)] : "",
            PaymentMethod = Read("payment"),
            Choices = ByVendor("method."),
            Notes = ByVendor("note."),
        };

        string Read(string name) => form[name].ToString().Trim() is var text ? text[..Math.Min(text.Length, 500)] : "";

        Dictionary<Guid, string> ByVendor(string prefix) => form.Keys
            .Where(k => k.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParse(k[prefix.Length..], out _) && Read(k).Length > 0)
            .ToDictionary(k => Guid.Parse(k[prefix.Length..]), k => Read(k)[..Math.Min(Read(k).Length, NoteMax)]);
    }

    public ContactDto Contact => new(Name, Email, Phone);

    /// <summary>The address as far as it is known; null while its position is not, for then nothing can be quoted.</summary>
    public AddressDto? AddressOf(IReadOnlyList<SavedAddress> saved, string country)
    {
        if (saved.FirstOrDefault(a => a.Id.ToString() == AddressChoice) is { } known)
        {
            return known.Address;
        }

        return Position is { } position
            ? new(Name, Phone, Line1, Empty(Line2), City, Region, PostalCode, country, position, Empty(Note))
            : null;
    }

    private static string? Empty(string text) => text.Length == 0 ? null : text;

    private static string Text(double? number) => number?.ToString("0.#####", CultureInfo.InvariantCulture) ?? "";
}
