using Microsoft.Extensions.Options;

namespace Marketplace.Infrastructure.Notifications;

/// <summary>What the folder adapter has written, newest first.</summary>
public sealed class MailFolder(IOptions<MailOptions> options)
{
    private const int Most = 200;

    public async Task<IReadOnlyList<StoredMail>> ListAsync(CancellationToken ct)
    {
        List<StoredMail> mails = [];
        var folder = new DirectoryInfo(options.Value.Folder);
        foreach (var file in folder.Exists ? folder.EnumerateFiles("*.eml").OrderByDescending(f => f.Name, StringComparer.Ordinal).Take(Most) : [])
        {
            if (EmlFile.Read(Path.GetFileNameWithoutExtension(file.Name), await File.ReadAllTextAsync(file.FullName, ct)) is { } mail)
            {
                mails.Add(mail);
            }
        }

        return mails;
    }

    public async Task<StoredMail?> FindAsync(string id, CancellationToken ct)
    {
        var file = Path.Combine(options.Value.Folder, id + ".eml");
        var isName = id.Length is > 0 and < 100 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
        return isName && File.Exists(file) ? EmlFile.Read(id, await File.ReadAllTextAsync(file, ct)) : null;
    }
}
