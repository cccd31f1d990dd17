using System.Diagnostics;
using Marketplace.E2E.Tests.Shared;
using Marketplace.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.E2E.Tests.Identity;

/// <summary>The sample application, as its README says: nothing but the public API and a certified client library.</summary>
[Collection(nameof(Town))]
public sealed class OrderBoardTests(Town town) : Story(town)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "order-board");

    [Fact]
    public async Task An_application_of_others_lists_a_shops_orders_once_its_owner_lets_it_in()
    {
        using (var compiler = Start("npm", "run", "build"))
        {
            await compiler.WaitForExitAsync();
            Assert.Equal(0, compiler.ExitCode);
        }

        using var board = Start("node", "build/main.js");
        try
        {
            var says = await board.StandardOutput.ReadLineAsync();
            Assert.StartsWith("Order board: http://127.0.0.1:", says, StringComparison.Ordinal);
            var page = await Browsers.PhoneAsync();
            await page.GotoAsync(says!["Order board: ".Length..]);
            await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Marketplace" }).ClickAsync();
            await page.GetByLabel("Email").FillAsync(await Town.OwnerOfAsync("annapurna-provisions"));
            await page.GetByLabel("Password").FillAsync(Town.Password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Let Order board in?");
            await page.GetByRole(AriaRole.Button, new() { Name = "Let it in", Exact = true }).ClickAsync();

            await Expect(page.GetByText("Signed in as Raghunath Hegde")).ToBeVisibleAsync();
            var newest = await Town.ReadAsync<string>("select p.number from orders.vendor_orders p join orders.orders o on o.id = p.order_id where p.vendor_slug = 'annapurna-provisions' and exists (select from orders.history h where h.vendor_order_id = p.id and h.state = 'Confirmed') order by o.placed_at desc limit 1");
            await Expect(page.GetByRole(AriaRole.Cell, new() { Name = newest })).ToBeVisibleAsync();

            await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Marketplace" })).ToBeVisibleAsync();
            await Town.EventuallyAsync(0L, "select count(*) from identity.grants where client_id = 'demo-order-board' and revoked_at is null");
        }
        finally
        {
            board.Kill(entireProcessTree: true);
        }
    }

    private Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = Folder,
        RedirectStandardOutput = true,
        Environment = { ["IDENTITY"] = Root(Town.Identity), ["API"] = Root(Town.Api), ["PORT"] = "0" },
    })!;

    private static string Root(Uri host) => host.ToString().TrimEnd('/');
}
