using System.Text.RegularExpressions;
using Marketplace.Contracts.Shared;

namespace Marketplace.BlazorStore.Orders;

/// <summary>What has to be mended before the order can be placed: the field's name and a sentence.</summary>
public sealed partial class CheckoutErrors
{
    private readonly Dictionary<string, string> _byField = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, string> Fields => _byField;

    /// <summary>What is not about one field.</summary>
    public string? General { get; private set; }

    public bool Any => General is not null || _byField.Count > 0;

    public string? Of(string field) => _byField.GetValueOrDefault(field);

    /// <summary>The shape only; what a shop can do is the API's to say.</summary>
    public static CheckoutErrors Check(CheckoutForm form, bool needsAddress)
    {
        var errors = new CheckoutErrors();
        errors.When(form.Name.Length == 0, "contact.name", "Say who the order is for.");
        errors.When(!Mail().IsMatch(form.Email), "contact.email", "Enter an e-mail address like aditi@example.org. The receipt goes there.");
        errors.When(form.Phone.Count(char.IsAsciiDigit) < 8, "contact.phone", "Enter a phone number the rider can call, with 8 digits or more.");
        if (needsAddress && form.AddressChoice == CheckoutForm.NewAddress)
        {
            errors.When(form.Line1.Length == 0, "address.line1", "Enter the house number and street.");
            errors.When(form.City.Length == 0, "address.city", "Enter the town.");
            errors.When(form.PostalCode.Length == 0, "address.postalCode", "Enter the PIN code.");
            errors.When(form.Position is null, "address.latitude", "Show your house on the map, so that the rider finds it.");
        }

        return errors;
    }

    public void Add(ApiException refused)
    {
        foreach (var (field, messages) in refused.Errors)
        {
            var shown = field.ToLowerInvariant() switch
            {
                "address" => "address.latitude",
                "address.name" => "contact.name",
                "address.phone" => "contact.phone",
                var other when other.StartsWith("address.position", StringComparison.Ordinal) => "address.latitude",
                _ => field,
            };
            _byField[shown] = messages is [var first, ..] ? first : refused.Message;
        }

        if (refused.Errors.Count == 0)
        {
            General = refused.Message;
        }
    }

    public void Say(string sentence) => General = sentence;

    private void When(bool isWrong, string field, string sentence)
    {
        if (isWrong)
        {
            _byField[field] = sentence;
        }
    }

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    private static partial Regex Mail();
}
