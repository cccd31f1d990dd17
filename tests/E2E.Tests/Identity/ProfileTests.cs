using Marketplace.E2E.Tests.Shared;
using Marketplace.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Identity;

/// <summary>Somebody shows who they are, is followed, and has enough of it.</summary>
[Collection(nameof(Town))]
public sealed class ProfileTests(Town town) : Story(town)
{
    [Fact]
    public async Task A_profile_is_shown_to_others_until_its_owner_blocks_one_of_them()
    {
        var username = "d" + Guid.CreateVersion7().ToString("N")[^12..];
        var owner = await NewAccountAsync(await Browsers.PhoneAsync());
        await owner.GotoAsync(Town.At(Town.Identity, "account/profile"));
        await owner.GetByLabel("Choose a photo").SetInputFilesAsync(Path.Combine(Repository.Root, "node_modules/@vendure/create/assets/images/charles-deluvio-695736-unsplash.jpg"));
        await owner.GetByRole(AriaRole.Button, new() { Name = "Show this photo" }).ClickAsync();
        await Expect(owner.GetByText("People see your photo now.")).ToBeVisibleAsync();

        await owner.GetByLabel("Username").FillAsync("no such name!");
        await owner.GetByLabel("About you").FillAsync("Cacti, cycles and cardamom.");
        await owner.GetByLabel("Height").FillAsync("168");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Save the profile" }).ClickAsync();
        await Expect(owner.GetByText("That was not saved.")).ToBeVisibleAsync();
        await Expect(owner.GetByLabel("About you")).ToHaveValueAsync("Cacti, cycles and cardamom.");
        await Expect(owner.GetByLabel("Height")).ToHaveValueAsync("168");
        await owner.GetByLabel("Username").FillAsync(username);
        await owner.GetByText("Everyone who is signed in", new() { Exact = true }).ClickAsync();
        await owner.GetByRole(AriaRole.Button, new() { Name = "Save the profile" }).ClickAsync();
        await Expect(owner.GetByText("Your profile is saved.")).ToBeVisibleAsync();

        var other = await NewAccountAsync(await Browsers.DeskAsync());
        await other.GotoAsync(Town.At(Town.Identity, $"account/people/{username}"));
        await Expect(other.GetByText("Cacti, cycles and cardamom.")).ToBeVisibleAsync();
        await Expect(other.GetByText("168")).ToHaveCountAsync(0);
        Assert.True(await other.Locator("#person img").EvaluateAsync<bool>("image => image.decode().then(() => image.naturalWidth > 0)"), "The photo did not load.");
        await other.GetByRole(AriaRole.Button, new() { Name = "Follow Devaki Menon" }).ClickAsync();
        await Expect(other.GetByRole(AriaRole.Button, new() { Name = "Leave Devaki Menon" })).ToBeVisibleAsync();
        await other.GotoAsync(Town.At(Town.Identity, "account/profile"));
        var follower = "f" + username[1..];
        await other.GetByLabel("Username").FillAsync(follower);
        await other.GetByRole(AriaRole.Button, new() { Name = "Save the profile" }).ClickAsync();
        await Expect(other.GetByText("Your profile is saved.")).ToBeVisibleAsync();

        await owner.GotoAsync(Town.At(Town.Identity, $"account/people/{follower}"));
        await owner.GetByRole(AriaRole.Button, new() { Name = "Block Devaki Menon" }).ClickAsync();
        await Expect(owner.GetByRole(AriaRole.Button, new() { Name = "Unblock Devaki Menon" })).ToBeVisibleAsync();
        await other.GotoAsync(Town.At(Town.Identity, $"account/people/{username}"));
        await Expect(other.GetByText("Cacti, cycles and cardamom.")).ToHaveCountAsync(0);
    }

    private async Task<IPage> NewAccountAsync(IPage page)
    {
        await page.GotoAsync(Town.At(Town.Identity, "register?returnUrl=%2Faccount"));
        await SecondStep.RegisterAsync(Town, page);
        return page;
    }
}
