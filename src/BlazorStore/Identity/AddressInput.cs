using System.Globalization;
using Marketplace.BlazorStore.Shell;
using Marketplace.Contracts.Identity;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorStore.Identity;

/// <summary>What stands in the form for a saved address. Names are those of the wire, so that refusals find their field.</summary>
public sealed record AddressInput(
    string Label = "", string Name = "", string Phone = "", string Line1 = "", string Line2 = "", string City = "", string PostalCode = "", string Note = "",
    string Latitude = "", string Longitude = "", bool IsDefault = false, string Region = "", int? Revision = null)
{
    public static AddressInput Start(string? name, Place? place, string city, string region, bool isFirst) => new(
        Label: "Home", Name: name ?? "", City: city, IsDefault: isFirst, Latitude: Text(place?.Position.Latitude), Longitude: Text(place?.Position.Longitude), Region: region);

    public static AddressInput Of(SavedAddress saved) => new(
        saved.Label, saved.Address.Name, saved.Address.Phone, saved.Address.Line1, saved.Address.Line2 ?? "", saved.Address.City, saved.Address.PostalCode,
        saved.Address.Note ?? "", Text(saved.Address.Position.Latitude), Text(saved.Address.Position.Longitude), saved.IsDefault, saved.Address.Region, saved.Revision);

    /// <param name="region">Of a form that does not ask for it.</param>
    public static AddressInput Posted(IFormCollection form, string region)
    {
        return new(Read("label"), Read("address.name"), Read("address.phone"), Read("address.line1"), Read("address.line2"), Read("address.city"),
            Read("address.postalCode"), Read("address.note"), Read("address.latitude"), Read("address.longitude"), Read("isDefault") == "true",
            form.ContainsKey("address.region") ? Read("address.region") : region,
            int.TryParse(Read("revision"), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null);

        string Read(string name) => form[name].ToString().Trim() is var text ? text[..Math.Min(text.Length, 300)] : "";
    }

    /// <summary>The shape only: field name to sentence.</summary>
    public Dictionary<string, string> Check()
    {
        var errors = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Need(Label.Length > 0, "label", "Give it a name, for example Home.");
        Need(Name.Length > 0, "address.name", "Say who lives there.");
        Need(Phone.Count(char.IsAsciiDigit) >= 8, "address.phone", "Enter a phone number the rider can call, with 8 digits or more.");
        Need(Line1.Length > 0, "address.line1", "Enter the house number and street.");
        Need(City.Length > 0, "address.city", "Enter the town.");
        Need(PostalCode.Length > 0, "address.postalCode", "Enter the PIN code.");
        Need(Place.Parse(Latitude, Longitude) is not null, "address.latitude", "Show the house on the map, so that the rider finds it.");
        return errors;

        void Need(bool isRight, string field, string sentence)
        {
            if (!isRight)
            {
                errors[field] = sentence;
            }
        }
    }

    public SaveAddressRequest ToRequest(string country) => new(
        Label,
        new(Name, Phone, Line1, Line2.Length == 0 ? null : Line2, City, Region, PostalCode, country, Place.Parse(Latitude, Longitude)!, Note.Length == 0 ? null : Note),
        IsDefault);

    private static string Text(double? number) => number?.ToString("0.#####", CultureInfo.InvariantCulture) ?? "";
}
