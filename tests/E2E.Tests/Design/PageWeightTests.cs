using System.Collections.Concurrent;
using System.IO.Compression;
using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Design;

/// <summary>What a phone has to fetch before it can show the storefront, pictures and fonts aside.</summary>
[Collection(nameof(Town))]
public sealed class PageWeightTests(Town town) : Story(town)
{
    private const int Budget = 60_000;

    [Fact]
    public async Task The_home_page_brings_at_most_60_kB_of_styles_and_scripts()
    {
        var page = await Browsers.PhoneAsync();
        var files = new ConcurrentBag<IResponse>();
        page.Response += (_, answer) =>
        {
            if (answer.Request.ResourceType is "stylesheet" or "script")
            {
                files.Add(answer);
            }
        };
        await page.GotoAsync(Town.Store.ToString(), new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();

        var weights = new List<(string File, int Bytes)>();
        foreach (var file in files)
        {
            weights.Add((file.Url, Compressed(await file.BodyAsync())));
        }

        Assert.Contains(weights, w => w.File.EndsWith(".css", StringComparison.Ordinal));
        Assert.Contains(weights, w => w.File.EndsWith(".js", StringComparison.Ordinal));
        Assert.True(weights.Sum(w => w.Bytes) <= Budget, string.Join("\n", weights.OrderByDescending(w => w.Bytes).Select(w => $"{w.Bytes} {w.File}")));
    }

    /// <summary>The same whatever this host serves: a published one has the files compressed beforehand.</summary>
    private static int Compressed(byte[] body)
    {
        using var small = new MemoryStream();
        using (var gzip = new GZipStream(small, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return (int)small.Length;
    }
}
