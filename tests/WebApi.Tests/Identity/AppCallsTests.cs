using Marketplace.WebApi.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>Developers see how often their application asks the API; nobody pays a write for it.</summary>
[Collection(nameof(GuardedApp))]
public sealed class AppCallsTests(GuardedApp app)
{
    private readonly string _client = $"app-{Guid.CreateVersion7():N}";

    [Fact]
    public async Task Calls_of_an_application_are_counted_by_day_and_added_to_what_was_counted_before()
    {
        await using var db = app.OpenDb();
        await db.Database.ExecuteSqlAsync($"insert into identity.clients values ({_client})");
        var calls = app.Services.GetRequiredService<AppCalls>();

        await AskAsync(_client, 3);
        await calls.WriteAsync(CancellationToken.None);
        await AskAsync(_client, 2);
        await AskAsync("store", 1, "openid marketplace");
        await calls.WriteAsync(CancellationToken.None);
        await calls.WriteAsync(CancellationToken.None);

        var days = await db.Database.SqlQuery<long>($"select calls as \"Value\" from identity.client_days where client_id = {_client}").ToListAsync();
        Assert.Equal(5, Assert.Single(days));
    }

    [Fact]
    public async Task What_is_no_application_of_others_is_not_counted()
    {
        await AskAsync(_client, 1);
        await app.Services.GetRequiredService<AppCalls>().WriteAsync(CancellationToken.None);

        await using var db = app.OpenDb();
        Assert.Empty(await db.Database.SqlQuery<string>($"select client_id as \"Value\" from identity.client_days where client_id in ({_client}, 'store')").ToListAsync());
    }

    private async Task AskAsync(string client, int times, string scope = "openid orders.read")
    {
        for (var i = 0; i < times; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me/orders");
            request.Headers.Authorization = new(BearerHandler.SchemeName, app.Token(Guid.CreateVersion7().ToString(), client: client, scope: scope));
            using var answer = await app.Http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
        }
    }
}
