using System.Reflection;
using Marketplace.Domain.Legal;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Infrastructure.Legal;

/// <summary>The texts that come with the marketplace, as their first versions. What is there already stays as it is.</summary>
internal static class FirstTexts
{
    public static async Task AddAsync(MarketplaceDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var texts = db.Set<LegalText>();
        var known = await texts.Select(t => t.Kind).ToListAsync(ct);
        texts.AddRange(Enum.GetValues<LegalKind>().Except(known).Select(kind => LegalText.First(kind, Read(kind), now)));
        await db.SaveChangesAsync(ct);
    }

    private static string Read(LegalKind kind)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"Marketplace.Infrastructure.Legal.{kind}.md")!);
        return reader.ReadToEnd();
    }
}
