using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Shared;

[Collection(nameof(MarketplaceApp))]
public sealed class FinishedCommitTests(MarketplaceApp app)
{
    [Fact]
    public async Task A_caller_who_hangs_up_during_the_commit_does_not_undo_it()
    {
        using var hangUp = new CancellationTokenSource();
        await using var db = app.OpenDb();
        await db.Database.ExecuteSqlAsync($"create table if not exists shared.finished_commit (id int)");
        await using (var transaction = await db.Database.BeginTransactionAsync(hangUp.Token))
        {
            await db.Database.ExecuteSqlAsync($"insert into shared.finished_commit values (1)", hangUp.Token);
            await hangUp.CancelAsync();
            await transaction.CommitAsync(hangUp.Token);
        }

        Assert.Equal(1, await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from shared.finished_commit").SingleAsync());
    }
}
