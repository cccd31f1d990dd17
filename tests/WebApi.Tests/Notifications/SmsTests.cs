using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Marketplace.Application.Notifications;
using Marketplace.Application.Shared;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.EmbeddedPostgres;
using Marketplace.Infrastructure.Notifications;
using Marketplace.WebApi.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.WebApi.Tests.Notifications;

/// <summary>Texts to phones: what they say, and how they reach a gateway.</summary>
[Collection(nameof(MarketplaceApp))]
public sealed class SmsTests(MarketplaceApp app)
{
    [Theory]
    [InlineData("enter", "is your code for")]
    [InlineData("reset", "sets a new password")]
    [InlineData("phone-from", "takes this number off")]
    [InlineData("phone-to", "this number")]
    public async Task Texts_a_code_that_is_still_good_and_no_other_to_where_the_viewer_shows_it(string purpose, string words)
    {
        var (late, good, now) = (Number(), Number(), TimeProvider.System.GetUtcNow());
        await using (var db = app.OpenDb())
        {
            db.Publish(Guid.CreateVersion7(), new SmsCodeIssued(late, purpose, "123456", now.AddMinutes(-1), now));
            db.Publish(Guid.CreateVersion7(), new SmsCodeIssued(good, purpose, "654321", now.AddMinutes(10), now));
            await db.SaveChangesAsync();
        }

        var text = await TextAsync(good);
        Assert.StartsWith("654321 ", text.Text, StringComparison.Ordinal);
        Assert.Contains(words, text.Text, StringComparison.Ordinal);
        Assert.EndsWith("@localhost #654321", text.Text.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains(good, WebUtility.HtmlDecode(await app.CreateClient().GetStringAsync("/mail")), StringComparison.Ordinal);
        await app.DrainedAsync();
        Assert.DoesNotContain(await app.Services.GetRequiredService<MailFolder>().ListAsync(CancellationToken.None), m => m.To == late);
    }

    [Fact]
    public async Task Who_has_a_phone_only_is_told_by_text_and_welcomed_without_a_mail()
    {
        var (user, now, number) = (UserId.New(), TimeProvider.System.GetUtcNow(), Number());
        await using (var db = app.OpenDb())
        {
            db.Publish(user.Value, new UserRegistered(user, null, "Asha", now));
            db.Publish(user.Value, new AccountKeysChanged(user, number, "Asha", "passkey-added", now));
            db.Publish(user.Value, new ActingStarted(user, number, "Asha", now.AddMinutes(30), now));
            db.Publish(user.Value, new AccountDeletionAsked(user, number, "Asha", now.AddDays(7), now));
            await db.SaveChangesAsync();
        }

        await app.TextToAsync(number, "A passkey was added.");
        await app.TextToAsync(number, "Our support sees your pages as you do");
        await app.TextToAsync(number, "Your account will be deleted on");
        await app.DrainedAsync();
    }

    [Fact]
    public async Task Who_had_an_address_is_told_that_it_is_another_and_how_to_take_it_back()
    {
        var (user, now, number) = (UserId.New(), TimeProvider.System.GetUtcNow(), Number());
        await using (var db = app.OpenDb())
        {
            db.Publish(user.Value, new AddressChanged(user, number, "Asha", "https://id.example/account/undo?token=abc", now.AddDays(7), now));
            db.Publish(user.Value, new AddressChanged(user, $"{user.Value:N}@example.org", "Asha", "https://id.example/account/undo?token=def", now.AddDays(7), now));
            await db.SaveChangesAsync();
        }

        Assert.Contains("token=abc", (await TextAsync(number)).Text, StringComparison.Ordinal);
        Assert.Contains("token=def", (await TextAsync($"{user.Value:N}@example.org")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_gets_json_with_the_key_and_an_id_that_stays_the_same()
    {
        await using var gateway = await Gateway.StartAsync();
        var sms = new OutgoingSms(Guid.CreateVersion7(), Number(), "654321 is your code.\n\n@localhost #654321");

        await gateway.Sender().SendAsync(sms, CancellationToken.None);

        var (headers, body) = Assert.Single(gateway.Taken);
        Assert.Equal("Bearer the key", headers.Authorization.ToString());
        Assert.Equal(sms.Id.ToString(), headers["Idempotency-Key"].ToString());
        Assert.Equal((sms.Id.ToString(), "MRKTPL", sms.Number, sms.Text), ((string)body["id"]!, (string)body["from"]!, (string)body["to"]!, (string)body["text"]!));
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(429, true)]
    [InlineData(401, true)]
    [InlineData(400, false)]
    [InlineData(422, false)]
    [InlineData(302, false)]
    public async Task What_a_gateway_may_take_later_is_tried_again_and_nothing_is_followed_elsewhere(int status, bool isTriedAgain)
    {
        await using var gateway = await Gateway.StartAsync();
        gateway.Status = status;
        var sending = () => gateway.Sender().SendAsync(new(Guid.CreateVersion7(), Number(), "T"), CancellationToken.None);

        if (isTriedAgain)
        {
            await Assert.ThrowsAsync<TryLaterException>(sending);
        }
        else
        {
            await Assert.ThrowsAsync<SmsRefusedException>(sending);
        }

        Assert.Single(gateway.Taken);
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_or_is_away_is_tried_again()
    {
        var gateway = await Gateway.StartAsync();
        gateway.Silence = TimeSpan.FromSeconds(30);
        await Assert.ThrowsAsync<TryLaterException>(() => gateway.Sender(TimeSpan.FromMilliseconds(300)).SendAsync(new(Guid.CreateVersion7(), Number(), "T"), CancellationToken.None));
        var sender = gateway.Sender();
        gateway.Silence = TimeSpan.Zero;
        await gateway.DisposeAsync();

        await Assert.ThrowsAsync<TryLaterException>(() => sender.SendAsync(new(Guid.CreateVersion7(), Number(), "T"), CancellationToken.None));
    }

    [Theory]
    [InlineData("http://sms.example/send", "key")]
    [InlineData("sms.example", "key")]
    [InlineData("https://sms.example/send", "")]
    public void A_gateway_without_https_or_key_stops_the_start(string url, string key)
    {
        using var services = Services(url, key, TimeSpan.FromSeconds(10));

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<SmsOptions>>().Value);
    }

    private static string Number() => "+9190" + RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture);

    private Task<StoredMail> TextAsync(string to) => Eventually.GetAsync(
        async () => (await app.Services.GetRequiredService<MailFolder>().ListAsync(CancellationToken.None)).FirstOrDefault(m => m.To == to)!, m => m is not null, TimeSpan.FromSeconds(40));

    private static ServiceProvider Services(string url, string key, TimeSpan timeout)
    {
        var settings = new Dictionary<string, string?> { ["Sms:Url"] = url, ["Sms:Key"] = key, ["Sms:Timeout"] = timeout.ToString() };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System).AddLogging();
        services.AddNotifications(configuration);
        return services.BuildServiceProvider();
    }

    private sealed class Gateway : IAsyncDisposable
    {
        private readonly WebApplication _server;
        private readonly string _url = $"http://127.0.0.1:{FreePort.Find()}";

        private Gateway()
        {
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls(_url);
            _server = builder.Build();
            _server.MapPost("/send", async (HttpRequest request) =>
            {
                Taken.Add((new HeaderDictionary(request.Headers.ToDictionary()), (await JsonNode.ParseAsync(request.Body))!));
                await Task.Delay(Silence, request.HttpContext.RequestAborted);
                request.HttpContext.Response.Headers.Location = _url + "/elsewhere";
                return Results.StatusCode(Status);
            });
        }

        public int Status { get; set; } = (int)HttpStatusCode.Accepted;
        public TimeSpan Silence { get; set; }
        public List<(IHeaderDictionary Headers, JsonNode Body)> Taken { get; } = [];

        public static async Task<Gateway> StartAsync()
        {
            var gateway = new Gateway();
            await gateway._server.StartAsync();
            return gateway;
        }

        public ISmsSender Sender(TimeSpan? timeout = null) => Services(_url + "/send", "the key", timeout ?? TimeSpan.FromSeconds(10)).GetRequiredService<ISmsSender>();

        public ValueTask DisposeAsync() => _server.DisposeAsync();
    }
}
