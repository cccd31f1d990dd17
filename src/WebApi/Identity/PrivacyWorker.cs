using Marketplace.Application.Identity;
using Marketplace.Infrastructure.Shared;

namespace Marketplace.WebApi.Identity;

/// <summary>Deletes the accounts whose time to think it over has passed, and copies of data that nobody fetched. Nodes may do it at the same time.</summary>
internal sealed class PrivacyWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PrivacyWorker> log) : RecurringWork(TimeSpan.FromMinutes(1), clock, log)
{
    protected override async Task RoundAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var due = scope.ServiceProvider.GetRequiredService<DeleteDueAccountsHandler>();
        await due.ForgetCopiesAsync(ct);
        while (await due.DeleteOneAsync(ct))
        {
        }
    }
}
