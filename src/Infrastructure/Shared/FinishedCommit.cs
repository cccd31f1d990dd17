using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Marketplace.Infrastructure.Shared;

/// <summary>
/// A commit that has begun is carried through, whoever hangs up. A browser that leaves in that moment would otherwise
/// cut the connection between the database's decision and our knowledge of it, and the log would call that an error.
/// </summary>
internal sealed class FinishedCommit : DbTransactionInterceptor
{
    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        await transaction.CommitAsync(CancellationToken.None);
        return InterceptionResult.Suppress();
    }
}
