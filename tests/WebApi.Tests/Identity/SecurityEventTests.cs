using System.Net;
using Marketplace.BlazorShared.Hosting;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Testing;
using Marketplace.WebApi.Tests.Shared;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>What the API refuses is told under names that a guard can search for (S-180).</summary>
[Collection(nameof(GuardedApp))]
public sealed class SecurityEventTests(GuardedApp app)
{
    private const string Route = "/api/v1/admin/users";

    [Fact]
    public async Task Of_who_asks_for_what_is_not_theirs()
    {
        var user = UserId.New().Value;

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(app.Token(user.ToString())));

        await Eventually.TrueAsync(() => Task.FromResult(app.Logs.Any(line => Is(line, $"request.forbidden: user {user}, GET {Route}"))));
    }

    [Fact]
    public async Task Of_a_token_that_is_not_good_and_nothing_of_the_token()
    {
        var token = app.Token(UserId.New().Value.ToString(), endsIn: TimeSpan.FromMinutes(-10));

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(token));

        await Eventually.TrueAsync(() => Task.FromResult(app.Logs.Any(line => Is(line, $"token.refused: user unknown, GET {Route}"))));
        Assert.DoesNotContain(app.Logs, line => line.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public void All_names_are_in_the_documentation_once()
    {
        var documented = File.ReadLines(Path.Combine(Repository.Root, "docs", "security.md"))
            .SkipWhile(line => line != "## Security events").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]);
        var names = typeof(SecurityEvent).GetFields().Where(f => f.IsStatic).Select(f => ((SecurityEvent)f.GetValue(null)!).Name).ToArray();

        Assert.True(names.Length > 15);
        Assert.Equal(names, documented);
    }

    private static bool Is(string line, string what) => line.Contains(SecurityLog.Category, StringComparison.Ordinal) && line.Contains(what, StringComparison.Ordinal);

    private async Task<HttpStatusCode> AskAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Route) { Headers = { Authorization = new("Bearer", token) } };
        using var answer = await app.Http.SendAsync(request);
        return answer.StatusCode;
    }
}
