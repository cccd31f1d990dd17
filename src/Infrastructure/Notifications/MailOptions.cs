using System.ComponentModel.DataAnnotations;

namespace Marketplace.Infrastructure.Notifications;

/// <summary>Mails go into a folder unless an SMTP server is named.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    public string Folder { get; set; } = "mail";

    /// <summary>Shows the folder at <c>/mail</c>, to anybody. For a developer's machine.</summary>
    public bool Viewer { get; set; }

    [EmailAddress]
    public string From { get; set; } = "orders@marketplace.example";
    public string FromName { get; set; } = "Marketplace";
    public SmtpSettings Smtp { get; set; } = new();

    public bool UsesFolder => string.IsNullOrWhiteSpace(Smtp.Host);
}

public sealed class SmtpSettings
{
    public string? Host { get; set; }

    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>STARTTLS; only a relay on the same machine can do without.</summary>
    public bool UseTls { get; set; } = true;
    public string? User { get; set; }
    public string? Password { get; set; }
}
