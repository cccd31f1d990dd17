using System.Net;
using Marketplace.EmbeddedPostgres;
using Marketplace.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Marketplace.WebApi.Tests.Shared;

/// <summary>Without its database the API says so. It stays, with all that works in its background, and goes on when the database is back.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class OutageTests(MarketplaceApp app)
{
    [Fact]
    public async Task Goes_on_by_itself_when_the_database_is_back()
    {
        var options = PostgresServer.OptionsOf("outage");
        var postgres = await PostgresProcess.StartAsync(options, CancellationToken.None);
        var connection = postgres.ConnectionString("marketplace") + ";Timeout=2";
        try
        {
            await TestDatabase.MigrateAsync(connection);
            await using var node = app.WithWebHostBuilder(web => web.UseSetting("ConnectionStrings:Marketplace", connection));
            using var http = node.CreateClient();
            await ReadyAsync(http, HttpStatusCode.OK);
            var isStopping = node.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

            await postgres.DisposeAsync();
            await ReadyAsync(http, HttpStatusCode.ServiceUnavailable);
            foreach (var work in (string[])["SweepOrdersHandler", "DispatchWorker", "SandboxWebhooks", "PresenceKeeper"])
            {
                await Eventually.TrueAsync(() => app.Logs.Any(line => line.Contains($"{work} waits for the database", StringComparison.Ordinal)));
            }

            postgres = await PostgresProcess.StartAsync(options, CancellationToken.None);
            await ReadyAsync(http, HttpStatusCode.OK);
            await WriteEventAsync(connection);
            await Eventually.TrueAsync(() => IsDeliveredAsync(connection));
            Assert.False(isStopping.IsCancellationRequested, "The host stopped because of its database.");
        }
        finally
        {
            await postgres.DisposeAsync();
            Directory.Delete(options.Data, recursive: true);
        }
    }

    private static Task ReadyAsync(HttpClient http, HttpStatusCode expected) => Eventually.TrueAsync(async () =>
    {
        using var answer = await http.GetAsync("/health/ready");
        return answer.StatusCode == expected;
    });

    private static async Task WriteEventAsync(string connection)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var insert = database.CreateCommand(
            """
            insert into shared.outbox (id, stream_id, name, type, payload, occurred_at)
            select id, id, 'user.suspended', 'Marketplace.Domain.Identity.UserSuspended', jsonb_build_object('userId', id, 'at', now()), now() from (select gen_random_uuid() as id) drawn
            """);
        await insert.ExecuteNonQueryAsync();
    }

    private static async Task<bool> IsDeliveredAsync(string connection)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var ask = database.CreateCommand("select bool_and(delivered_at is not null) from shared.outbox");
        return await ask.ExecuteScalarAsync() is true;
    }
}
