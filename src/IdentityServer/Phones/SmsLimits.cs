using Marketplace.IdentityServer.Shared;
using Microsoft.Extensions.Options;

namespace Marketplace.IdentityServer.Phones;

internal sealed class SmsOptions
{
    public const string Section = "Sms";

    /// <summary>Whether phones are a way in at all. The Web API sends the texts and has the gateway's settings.</summary>
    public bool Enabled { get; set; }

    /// <summary>Beginnings of the numbers that are texted, apart by spaces. Texts to other countries are dear, and some people earn from them.</summary>
    public string Prefixes { get; set; } = "+91";

    public int PerNumberAndHour { get; set; } = 5;
    public int PerNumberAndDay { get; set; } = 10;

    /// <summary>Of one network.</summary>
    public int PerAddressAndHour { get; set; } = 10;

    /// <summary>To ten thousand neighbouring numbers.</summary>
    public int PerBlockAndHour { get; set; } = 30;

    public int PerDay { get; set; } = 5000;
}

/// <summary>
/// Who asks for texts to thousands of numbers, and gets a share of what they cost, finds little here: there is a limit for a number, for
/// the network that asks, for a block of numbers, and for a day.
/// </summary>
internal sealed class SmsLimits(Throttle throttle, IHttpContextAccessor accessor, IOptions<SmsOptions> options)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public bool IsOffered => options.Value.Enabled;

    public bool Reaches(string number) =>
        IsOffered && options.Value.Prefixes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(p => number.StartsWith(p, StringComparison.Ordinal));

    /// <returns>How long to wait; null when a text may go to this number now.</returns>
    public async Task<TimeSpan?> CountAsync(string number, CancellationToken ct)
    {
        if (!Reaches(number))
        {
            return Day;
        }

        var (limits, network) = (options.Value, accessor.HttpContext is { } http ? Throttle.AddressOf(http) : "none");
        (string What, string Who, int Limit, TimeSpan Window)[] counts =
        [
            ("sms-network", network, limits.PerAddressAndHour, Hour),
            ("sms-number-hour", number, limits.PerNumberAndHour, Hour),
            ("sms-number-day", number, limits.PerNumberAndDay, Day),
            ("sms-block", number[..^4], limits.PerBlockAndHour, Hour),
            ("sms-day", "all", limits.PerDay, Day),
        ];
        foreach (var (what, who, limit, window) in counts)
        {
            if (await throttle.CountAsync(what, who, limit, window, ct) is { } wait)
            {
                return wait;
            }
        }

        return null;
    }
}
