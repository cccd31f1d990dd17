using System.IO.Compression;
using Marketplace.E2E.Tests.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Identity;

/// <summary>Somebody takes a copy of what is known of them, wants to go, and stays after all.</summary>
[Collection(nameof(Town))]
public sealed class PrivacyTests(Town town) : Story(town)
{
    [Fact]
    public async Task A_copy_can_be_taken_and_the_account_given_up_and_kept()
    {
        var page = await Browsers.PhoneAsync();
        await page.GotoAsync(Town.At(Town.Identity, "register?returnUrl=%2Faccount"));
        var email = await SecondStep.RegisterAsync(Town, page);

        await page.GotoAsync(Town.At(Town.Identity, "account/privacy"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a copy" }).ClickAsync();
        await Expect(page.GetByText("We are packing your data.")).ToBeVisibleAsync();
        await Town.EventuallyAsync("Sent", "select coalesce(max(state), '') from notifications.mails where recipient = $1 and kind = 'data-copy'", email);
        await page.GetByRole(AriaRole.Link, new() { Name = "Look again" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download the copy" }).ClickAsync());
        await using (var copy = new ZipArchive(File.OpenRead((await download.PathAsync())!)))
        {
            var texts = new List<string>();
            foreach (var entry in copy.Entries.Where(e => e.Name.EndsWith(".json", StringComparison.Ordinal)))
            {
                texts.Add(await ReadAsync(entry)); // one after the other: they share the file
            }

            Assert.Contains(texts, text => text.Contains(email, StringComparison.Ordinal));
        }

        await page.GetByText("Delete my account").First.ClickAsync();
        await page.GetByLabel("Type: delete my account").FillAsync("delete");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete my account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await page.GetByLabel("Type: delete my account").FillAsync("delete my account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete my account" }).ClickAsync();
        await Expect(page.GetByText("Your account will be deleted")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep my account" }).ClickAsync();
        await Expect(page.GetByText("Your account stays.")).ToBeVisibleAsync();
    }

    private static async Task<string> ReadAsync(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(await entry.OpenAsync());
        return await reader.ReadToEndAsync();
    }
}
