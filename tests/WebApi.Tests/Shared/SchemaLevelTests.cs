using System.Net;
using Marketplace.Infrastructure.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>Whether a node serves depends on what the database was migrated to.</summary>
public sealed class SchemaLevelTests(MarketplaceApp app) : IClassFixture<MarketplaceApp>
{
    [Theory]
    [InlineData("select 1", true)]
    [InlineData("delete from shared.migrations where \"MigrationId\" = (select max(\"MigrationId\") from shared.migrations)", false)] // older
    [InlineData("insert into shared.migrations values ('29990101000000_AddWeight', '10')", true)] // newer, and nodes are replaced one by one
    [InlineData("insert into shared.migrations values ('29990101000000_DropWeight" + SchemaLevel.Breaking + "', '10')", false)] // newer, and this version cannot
    [InlineData("drop table shared.migrations", false)]
    public async Task Is_ready_on_a_schema_that_it_can_serve(string change, bool isReady)
    {
        await using var db = app.OpenDb();
        await db.Database.ExecuteSqlRawAsync("create table if not exists kept as select * from shared.migrations");
        await db.Database.ExecuteSqlRawAsync(change);
        try
        {
            foreach (var path in (string[])["/health/ready", "/health/startup"])
            {
                Assert.Equal(isReady ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, (await app.CreateClient().GetAsync(path)).StatusCode);
            }

            Assert.Equal(HttpStatusCode.OK, (await app.CreateClient().GetAsync("/health/live")).StatusCode);
        }
        finally
        {
            await db.Database.ExecuteSqlRawAsync("create table if not exists shared.migrations (like kept); truncate shared.migrations; insert into shared.migrations select * from kept");
        }
    }
}
