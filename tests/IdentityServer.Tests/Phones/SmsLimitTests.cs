using System.Globalization;
using Marketplace.IdentityServer.Phones;
using Marketplace.IdentityServer.Tests.Entrance;
using Marketplace.IdentityServer.Tests.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Tests.Phones;

/// <summary>Who asks for texts to thousands of numbers, and earns from them, gets few.</summary>
[Collection(nameof(IdentityApp))]
public sealed class SmsLimitTests(IdentityApp app)
{
    [Fact]
    public async Task One_number_gets_five_texts_in_an_hour_and_ten_in_a_day()
    {
        var number = EnterTests.NewNumber();
        Assert.Equal(5, await CountAsync(20, new(), _ => number));
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(5, await CountAsync(20, new(), _ => number));
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(0, await CountAsync(20, new(), _ => number));
    }

    [Fact]
    public async Task One_network_gets_ten_in_an_hour_whatever_the_numbers() =>
        Assert.Equal(10, await CountAsync(30, new(), _ => EnterTests.NewNumber(), "203.0.113.201"));

    [Fact]
    public async Task Ten_thousand_neighbouring_numbers_get_thirty_in_an_hour_from_all_networks()
    {
        var block = EnterTests.NewNumber()[..^4];
        Assert.Equal(30, await CountAsync(60, new(), i => block + i.ToString("D4", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task All_together_get_so_many_in_a_day()
    {
        await app.SqlAsync("DELETE FROM identity.throttles WHERE key LIKE 'sms-day:%'");
        Assert.Equal(7, await CountAsync(15, new() { PerDay = 7 }, _ => EnterTests.NewNumber()));
        await app.SqlAsync("DELETE FROM identity.throttles WHERE key LIKE 'sms-day:%'");
    }

    [Theory]
    [InlineData("+91", "+919876543210", true)]
    [InlineData("+91", "+12025550123", false)]
    [InlineData("+91 +49", "+4915112345678", true)]
    public async Task Only_countries_that_were_named_are_texted(string prefixes, string number, bool isTexted)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var limits = Make(scope.ServiceProvider, new() { Enabled = true, Prefixes = prefixes }, "203.0.113.202");

        Assert.Equal(isTexted, limits.Reaches(number));
        Assert.Equal(isTexted, await limits.CountAsync(number, CancellationToken.None) is null);
    }

    [Theory]
    [InlineData("98765 43210", "+919876543210")]
    [InlineData("098765-43210", "+919876543210")]
    [InlineData("+91 (98765) 43210", "+919876543210")]
    [InlineData("+49 151 12345678", "+4915112345678")]
    [InlineData("12345", null)]
    [InlineData("+0123456789", null)]
    [InlineData("+91 98765 4321a", null)]
    [InlineData("+91٩٨٧٦٥٤٣٢١٠", null)]
    [InlineData(null, null)]
    public void A_number_is_one_and_the_same_however_it_is_written(string? typed, string? kept) => Assert.Equal(kept, PhoneText.Normalize(typed));

    private async Task<int> CountAsync(int times, SmsOptions options, Func<int, string> number, string? network = null)
    {
        options.Enabled = true;
        var sent = 0;
        for (var i = 0; i < times; i++)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var limits = Make(scope.ServiceProvider, options, network ?? $"198.51.{Guid.CreateVersion7().ToByteArray()[15]}.{i}");
            sent += await limits.CountAsync(number(i), CancellationToken.None) is null ? 1 : 0;
        }

        return sent;
    }

    private static SmsLimits Make(IServiceProvider services, SmsOptions options, string network)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = System.Net.IPAddress.Parse(network);
        return ActivatorUtilities.CreateInstance<SmsLimits>(services, (IHttpContextAccessor)new HttpContextAccessor { HttpContext = http }, Options.Create(options));
    }
}
