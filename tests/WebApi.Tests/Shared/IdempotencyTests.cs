using System.Net;
using System.Net.Http.Json;
using Marketplace.Contracts.Shared;
using Marketplace.Contracts.Vendors;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Domain.Vendors;
using Marketplace.Infrastructure.Shared;
using Marketplace.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Shared;

[Collection(nameof(MarketplaceApp))]
public sealed class IdempotencyTests(MarketplaceApp app)
{
    private const string Path = "/api/v1/vendors";

    private readonly UserId _user = UserId.New();
    private readonly string _key = Guid.CreateVersion7().ToString();

    [Fact]
    public async Task Runs_once_and_answers_the_same_again()
    {
        var first = await SendAsync(_key, "Lotus");
        var again = await SendAsync(_key, "Lotus");

        Assert.True(first.IsSuccessStatusCode, await first.Content.ReadAsStringAsync());
        Assert.Equal(first.StatusCode, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(first.Content.Headers.ContentType, again.Content.Headers.ContentType);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(1, await ShopsAsync(_user));
    }

    [Fact]
    public async Task Refuses_the_key_for_another_request()
    {
        await SendAsync(_key, "Lotus");

        await IsRefusedAsync(await SendAsync(_key, "Leaf"), HttpStatusCode.UnprocessableEntity, "idempotency.mismatch");
        var elsewhere = await SendAsync(_key, "Lotus", path: Path + "?x=1");
        await IsRefusedAsync(elsewhere, HttpStatusCode.UnprocessableEntity, "idempotency.mismatch");
        Assert.Equal(1, await ShopsAsync(_user));
    }

    [Fact]
    public async Task Keeps_a_key_to_its_caller()
    {
        var other = UserId.New();

        await SendAsync(_key, "Lotus");
        var theirs = await SendAsync(_key, "Lotus", other);

        Assert.True(theirs.IsSuccessStatusCode);
        Assert.False(theirs.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal((1, 1), (await ShopsAsync(_user), await ShopsAsync(other)));
    }

    [Fact, Trait("Category", "Storm")]
    public async Task Runs_one_of_many_at_once_and_gives_its_result_to_all()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Repeats.Of(named: 100, usual: 40)).Select(_ => SendAsync(_key, "Lotus")));

        foreach (var busy in answers.Where(a => !a.IsSuccessStatusCode))
        {
            await IsRefusedAsync(busy, HttpStatusCode.Conflict, "idempotency.running");
            Assert.NotNull(busy.Headers.RetryAfter);
        }

        Assert.Single(answers, a => a.IsSuccessStatusCode && !a.Headers.Contains("Idempotency-Replayed"));
        Assert.True((await SendAsync(_key, "Lotus")).Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(1, await ShopsAsync(_user));
    }

    [Fact]
    public async Task Does_not_keep_a_refusal()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(_key, "")).StatusCode);

        Assert.True((await SendAsync(_key, "Lotus")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Does_not_repeat_what_took_effect_before_a_crash_and_repeats_what_did_not()
    {
        await SendAsync(_key, "Lotus");
        await ForgetAnswerAsync(hasEffect: true);
        await IsRefusedAsync(await SendAsync(_key, "Lotus"), HttpStatusCode.Conflict, "idempotency.interrupted");
        Assert.Equal(1, await ShopsAsync(_user));

        await ForgetAnswerAsync(hasEffect: false);
        Assert.True((await SendAsync(_key, "Lotus")).IsSuccessStatusCode);
        Assert.Equal(2, await ShopsAsync(_user));
    }

    [Fact]
    public async Task Marks_the_effect_in_the_transaction_of_the_effect()
    {
        await SendAsync(_key, "Lotus");

        await using var db = app.OpenDb();
        var stored = await db.Set<IdempotentRequest>().AsNoTracking().SingleAsync(r => r.Key == _key);
        Assert.NotNull(stored.EffectAt);
        Assert.NotNull(stored.CompletedAt);
    }

    [Fact]
    public async Task Refuses_a_key_without_shape()
    {
        await IsRefusedAsync(await SendAsync(new string('k', 256), "Lotus"), HttpStatusCode.BadRequest, "idempotency.key_invalid");
        await IsRefusedAsync(await SendAsync("kéy", "Lotus"), HttpStatusCode.BadRequest, "idempotency.key_invalid");
    }

    [Theory]
    [InlineData("/api/v1/orders")]
    [InlineData("/api/v1/orders/MK-0000-0000/pay")]
    public async Task Wants_a_key_where_money_moves(string path) =>
        await IsRefusedAsync(await app.CreateClient().PostAsJsonAsync(path, new { }), HttpStatusCode.BadRequest, "idempotency.key_missing");

    [Fact]
    public async Task Does_without_a_key_elsewhere() => Assert.True((await SendAsync(null, "Lotus")).IsSuccessStatusCode);

    [Fact]
    public async Task Forgets_keys_after_a_day()
    {
        await SendAsync(_key, "Lotus");
        var old = Guid.CreateVersion7().ToString();
        await SendAsync(old, "Lotus");
        await using var db = app.OpenDb();
        await db.Database.ExecuteSqlAsync($"update shared.idempotency_keys set started_at = now() - interval '25 hours' where key = {old}");

        await ActivatorUtilities.CreateInstance<Housekeeping>(app.Services).TidyAsync(CancellationToken.None);

        Assert.Equal([_key], await db.Set<IdempotentRequest>().Where(r => r.Key == _key || r.Key == old).Select(r => r.Key).ToListAsync());
    }

    private async Task<HttpResponseMessage> SendAsync(string? key, string name, UserId? user = null, string path = Path)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(new RegisterVendorRequest(name, "", "1 Market Street", "Tarapet", "IN-TN", "600001", new(12.912, 80.242), "+91 98400 11111", "shop@example.org")),
        };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation(ApiHttp.IdempotencyKey, key);
        }

        return await app.SignedInAs(user ?? _user).SendAsync(request);
    }

    private async Task<int> ShopsAsync(UserId user)
    {
        await using var db = app.OpenDb();
        return await db.Set<VendorMember>().CountAsync(m => m.UserId == user);
    }

    private async Task ForgetAnswerAsync(bool hasEffect)
    {
        await using var db = app.OpenDb();
        await db.Database.ExecuteSqlAsync(
            $"""
            update shared.idempotency_keys set status = null, headers = null, body = null, completed_at = null, locked_until = now() - interval '1 second',
                effect_at = case when {hasEffect} then effect_at end
            where key = {_key}
            """);
    }

    private static async Task IsRefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var problem = await answer.Content.ReadFromJsonAsync<Problem>();
        Assert.Equal((status, code), (answer.StatusCode, problem?.Code));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }
}
