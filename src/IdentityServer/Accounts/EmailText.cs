using System.Net.Mail;

namespace Marketplace.IdentityServer.Accounts;

/// <summary>What counts as an email address here: the bare form, without names, comments or quotes.</summary>
internal static class EmailText
{
    public const string Hint = "Enter an email address, for example asha@example.com.";

    public static bool IsValid(string text) =>
        text.Length <= User.EmailMaxLength && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is AccountLookup.NoCharacter or '<' or '>' or '"' or '(' or ')' or ',')
        && MailAddress.TryCreate(text, out var mail) && mail.Address == text && mail.User.Length <= 64 && mail.Host.Contains('.') && !mail.Host.EndsWith('.');
}
