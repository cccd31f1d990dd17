using Marketplace.Infrastructure.Audit;
using Marketplace.Infrastructure.Shared;
using Marketplace.Testing;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Audit;

internal static class AuditedApp
{
    /// <summary>Orders of a long run come to their deadlines, and the sweeper has a minute for them; nothing of a short one does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(Repeats.Of(named: 60, usual: 0));

    extension(MarketplaceApp app)
    {
        /// <summary>Lets everything settle, then asks whether all that must always be true is true.</summary>
        public async Task AuditAsync()
        {
            await Eventually.TrueAsync(async () =>
            {
                await using var db = app.OpenDb();
                return !await db.Set<OutboxMessage>().AnyAsync(m => m.DeliveredAt == null);
            }, TimeSpan.FromSeconds(120));
            AssertClean(await app.Services.GetRequiredService<InvariantAudit>().RunAsync(Patience, CancellationToken.None));
        }
    }

    /// <param name="only">The invariants that a test without whole orders can keep; all of them when none is named.</param>
    public static void AssertClean(AuditReport report, params string[] only)
    {
        Assert.NotEmpty(report.Invariants);
        Assert.All(only, id => Assert.Contains(report.Invariants, i => i.Id == id));
        Assert.Empty(report.Violations.Where(v => only.Length == 0 || only.Contains(v.Invariant)).Select(v => $"{v.Invariant} {v.Check}: {v.Subject} {v.Detail}"));
    }
}
