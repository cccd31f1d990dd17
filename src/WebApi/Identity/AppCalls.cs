using Marketplace.Application.Identity;
using Marketplace.BlazorShared.Hosting;

namespace Marketplace.WebApi.Identity;

/// <summary>Counts the requests of applications of others, by day: a figure for their developers.</summary>
internal sealed class AppCalls(IAppCalls kept, TimeProvider clock, ILogger<AppCalls> log) : Tally<(string Client, DateOnly Day), long>(clock, log)
{
    public void Count(string client) => Count((client, DateOnly.FromDateTime(Now.UtcDateTime)), 1, calls => calls + 1);

    protected override Task StoreAsync(IReadOnlyList<KeyValuePair<(string Client, DateOnly Day), long>> counts, CancellationToken ct) =>
        kept.AddAsync([.. counts.Select(c => new AppDay(c.Key.Client, c.Key.Day, c.Value))], ct);
}
