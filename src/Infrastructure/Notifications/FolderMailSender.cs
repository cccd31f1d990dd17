using Marketplace.Application.Notifications;
using Microsoft.Extensions.Options;

namespace Marketplace.Infrastructure.Notifications;

/// <summary>Writes each mail as an <c>.eml</c> file, which mail programs open and the viewer shows.</summary>
internal sealed class FolderMailSender(IOptions<MailOptions> options, TimeProvider clock) : IMailSender
{
    private readonly MailOptions _options = options.Value;

    public async Task SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var file = Path.Combine(_options.Folder, $"{now:yyyyMMdd-HHmmss-fff}-{mail.Id.Value:N}.eml");
        try
        {
            Directory.CreateDirectory(_options.Folder);
            await File.WriteAllTextAsync(file + ".part", EmlFile.Write(mail, _options.From, _options.FromName, now), ct);
            File.Move(file + ".part", file, overwrite: true); // the viewer never sees half a mail
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            throw new MailServerAwayException("The mail folder cannot be written.", full);
        }
    }
}
