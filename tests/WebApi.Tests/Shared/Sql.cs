using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Marketplace.WebApi.Tests.Shared;

internal static class Sql
{
    /// <summary>Runs a statement that a test made of its own values.</summary>
    public static Task<int> ExecuteAsync(this DatabaseFacade database, string sql) => database.ExecuteSqlRawAsync(sql);
}
