using System.Security.Cryptography;
using System.Text;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Clients;

/// <summary>The logos of applications, as their developers choose them and everybody sees them.</summary>
internal sealed class AppLogos(IdentityDb db, AppChanges changes, LogoPainter painter)
{
    /// <summary>Who was approved with another picture asks again.</summary>
    /// <returns>What is wrong with the picture; null when it is shown from now on.</returns>
    public async Task<string?> ShowAsync(string id, Guid owner, byte[] sent, CancellationToken ct)
    {
        var (content, mediaType, wrong) = await painter.PaintAsync(sent, ct);
        if (wrong is not null)
        {
            return wrong;
        }

        var logo = new ClientLogo { Id = IdOf(id, sent), ClientId = id, Content = content, MediaType = mediaType };
        await changes.RunAsync(id, owner, owner, async client =>
        {
            if (client.LogoId == logo.Id)
            {
                return null;
            }

            await db.Logos.Where(l => l.ClientId == id).ExecuteDeleteAsync(ct);
            db.Logos.Add(logo);
            client.LogoId = logo.Id;
            client.AskAnew();
            return ("logo_changed", $"{logo.Id}");
        }, ct);
        return null;
    }

    /// <summary>Initials deceive nobody, so that it asks for no review.</summary>
    public Task<bool> RemoveAsync(string id, Guid owner, CancellationToken ct) => changes.RunAsync(id, owner, owner, async client =>
    {
        if (client.LogoId is not { } old)
        {
            return null;
        }

        await db.Logos.Where(l => l.ClientId == id).ExecuteDeleteAsync(ct);
        client.LogoId = null;
        return ("logo_removed", $"{old}");
    }, ct);

    public Task<ClientLogo?> FindAsync(Guid id, CancellationToken ct) => db.Logos.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct);

    /// <summary>The same picture at the same application has one id, so that sending it again changes nothing.</summary>
    private static Guid IdOf(string clientId, byte[] sent) => new(SHA256.HashData([.. Encoding.UTF8.GetBytes(clientId), 0, .. sent]).AsSpan(0, 16), bigEndian: true);
}
