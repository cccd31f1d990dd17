using System.Globalization;
using System.Text;
using Marketplace.Application.Notifications;

namespace Marketplace.Infrastructure.Notifications;

/// <param name="Id">The file's name without its extension.</param>
public sealed record StoredMail(string Id, string To, string Subject, DateTimeOffset At, string Text, string Html);

/// <summary>Internet messages (RFC 5322) with a plain and an HTML part, as the folder adapter writes and the viewer reads them.</summary>
internal static class EmlFile
{
    private const string Boundary = "=_marketplace_parts";

    public static string Write(OutgoingMail mail, string from, string fromName, DateTimeOffset at)
    {
        var text = new StringBuilder();
        Header("Message-ID", $"<{mail.Id.Value:N}@marketplace>");
        Header("Date", at.ToString("r", CultureInfo.InvariantCulture).Replace("GMT", "+0000", StringComparison.Ordinal));
        Header("From", $"{Word(fromName)} <{OneLine(from)}>");
        Header("To", OneLine(mail.Recipient));
        Header("Subject", Word(mail.Subject));
        Header("Auto-Submitted", "auto-generated");
        foreach (var (name, value) in mail.UnsubscribeHeaders)
        {
            Header(name, value);
        }

        Header("MIME-Version", "1.0");
        Header("Content-Type", $"multipart/alternative; boundary=\"{Boundary}\"");
        Part("text/plain", mail.Text);
        Part("text/html", mail.Html);
        return text.Append(CultureInfo.InvariantCulture, $"\r\n--{Boundary}--\r\n").ToString();

        void Header(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");

        void Part(string type, string body)
        {
            text.Append(CultureInfo.InvariantCulture, $"\r\n--{Boundary}\r\nContent-Type: {type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
            text.Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(body), Base64FormattingOptions.InsertLineBreaks));
        }
    }

    /// <returns>Null when the file is not one of ours.</returns>
    public static StoredMail? Read(string id, string content)
    {
        var parts = content.ReplaceLineEndings("\n").Split("--" + Boundary);
        if (parts.Length != 4)
        {
            return null;
        }

        var headers = parts[0].Split('\n').Select(l => l.Split(": ", 2)).Where(l => l.Length == 2).ToDictionary(l => l[0], l => l[1]);
        return new(id, headers["To"], Plain(headers["Subject"]), DateTimeOffset.Parse(headers["Date"], CultureInfo.InvariantCulture), Body(parts[1]), Body(parts[2]));

        static string Body(string part) => Encoding.UTF8.GetString(Convert.FromBase64String(part[(part.IndexOf("\n\n", StringComparison.Ordinal) + 2)..]));
    }

    /// <summary>An encoded word (RFC 2047) whenever plain ASCII would not do; that also keeps line breaks out of the header.</summary>
    private static string Word(string text) => text.All(c => c is >= ' ' and < (char)127 and not '"' and not '<' and not '>' and not '=')
        ? text
        : $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";

    private static string Plain(string word) => word.StartsWith("=?utf-8?B?", StringComparison.Ordinal)
        ? Encoding.UTF8.GetString(Convert.FromBase64String(word["=?utf-8?B?".Length..^2]))
        : word;

    private static string OneLine(string text) => string.Concat(text.Where(c => !char.IsControl(c)));
}
