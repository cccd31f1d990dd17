using Marketplace.Domain.Shared;

namespace Marketplace.Application.Shared;

internal static class Transactions
{
    extension(IMarketplaceDb db)
    {
        /// <summary>
        /// Runs the work in one transaction and commits it unless the business refused. Inside a transaction, a reaction's
        /// for example, it joins that one.
        /// </summary>
        public async Task<Result<T>> InTransactionAsync<T>(Func<Task<Result<T>>> work, CancellationToken ct)
        {
            if (db.Database.CurrentTransaction is not null)
            {
                return await work();
            }

            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var result = await work();
            if (result.IsSuccess)
            {
                await transaction.CommitAsync(ct);
            }

            return result;
        }
    }
}
