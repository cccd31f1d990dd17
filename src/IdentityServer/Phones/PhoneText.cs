namespace Marketplace.IdentityServer.Phones;

/// <summary>Phone numbers as E.164: a plus, the country, the number, nothing between.</summary>
internal static class PhoneText
{
    public const string Hint = "Enter a mobile number, for example 98765 43210, or with its country code.";

    /// <summary>Whether an address of ours is a number and not a mailbox.</summary>
    public static bool IsNumber(string address) => address.StartsWith('+');

    /// <summary>As E.164; ten digits without a country code are taken as Indian.</summary>
    public static string? Normalize(string? text)
    {
        var digits = new string([.. (text ?? "").Where(c => !(c is ' ' or '-' or '(' or ')' or '.' or '\u00A0'))]);
        if (digits.Length == 11 && digits[0] == '0')
        {
            digits = digits[1..]; // as it is dialled inside the country
        }

        if (digits.Length == 10 && digits.All(char.IsAsciiDigit) && digits[0] is >= '6' and <= '9')
        {
            return "+91" + digits;
        }

        return digits is ['+', ..] && digits.Length is >= 8 and <= 16 && digits.Skip(1).All(char.IsAsciiDigit) && digits[1] != '0' ? digits : null;
    }

    /// <summary>"+91 98••• ••870": enough to know one's own by.</summary>
    public static string Masked(string number) => number.Length < 10 ? number : $"{number[..^10]} {number[^10..^8]}••• ••{number[^3..]}".Trim();
}
