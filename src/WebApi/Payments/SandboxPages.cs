using Marketplace.Infrastructure.Payments.Sandbox;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Payments;

/// <summary>The sandbox's hosted payment page, where a shopper's browser is sent to. It is the provider's, so it knows nothing of the marketplace.</summary>
internal static class SandboxPages
{
    public static void MapSandboxPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/sandbox/pay/{id}").AllowAnonymous().ExcludeFromDescription();
        pages.MapGet("", Show);
        pages.MapPost("", Decide).DisableAntiforgery(); // the page's address is the secret, as with any provider
    }

    private static async Task<IResult> Show(string id, SandboxBank bank, TimeProvider clock, CancellationToken ct) =>
        await bank.FindAsync(id, ct) is { } payment
            ? new RazorComponentResult<SandboxPage>(new { Payment = payment, IsDecided = payment.Outcome is not null, IsPaid = payment.OutcomeAt(clock.GetUtcNow()) == "captured" })
            : TypedResults.NotFound();

    private static async Task<Results<RedirectHttpResult, NotFound>> Decide(string id, HttpRequest request, SandboxBank bank, CancellationToken ct)
    {
        if (await bank.FindAsync(id, ct) is not { } payment)
        {
            return TypedResults.NotFound();
        }

        var form = await request.ReadFormAsync(ct);
        var habit = Enum.TryParse<WebhookHabit>(form["webhook"], ignoreCase: true, out var chosen) ? chosen : WebhookHabit.After;
        switch (form["action"].ToString())
        {
            case "pay":
                await bank.DecideAsync(id, null, TimeSpan.Zero, habit, ct);
                break;
            case "pay-later":
                await bank.DecideAsync(id, null, TimeSpan.FromSeconds(20), habit, ct);
                break;
            case "decline":
                await bank.DecideAsync(id, "The bank declined it (code U30)", TimeSpan.Zero, habit, ct);
                break;
            default: // left without a decision
                break;
        }

        return TypedResults.Redirect(payment.ReturnUrl);
    }
}
