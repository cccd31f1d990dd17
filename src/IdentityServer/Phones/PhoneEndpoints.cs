using Marketplace.IdentityServer.Accounts;
using Marketplace.IdentityServer.OAuth;
using Marketplace.IdentityServer.Shared;

namespace Marketplace.IdentityServer.Phones;

/// <summary>The phone on the page of the account.</summary>
internal static class PhoneEndpoints
{
    public static void MapPhones(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Paths.Phone, Ask).RequireOurForm();
        routes.MapPost(Paths.ChangePhone, Change).RequireOurForm();
        routes.MapPost(Paths.RemovePhone, Remove).RequireOurForm();
    }

    private static Task<IResult> Ask([AsParameters] AccountDesk desk, ChangePhone change, CancellationToken ct) => desk.SubmitAsync(
        (user, form) => change.AskAsync(user, form["phone"].ToString(), form["phonePassword"].ToString(), Throttle.AddressOf(desk.Http), ct), "phone-codes#phone", ct);

    private static Task<IResult> Change([AsParameters] AccountDesk desk, ChangePhone change, CancellationToken ct) => desk.SubmitAsync(
        (user, form) => change.RunAsync(user, form["presentPhoneCode"].ToString(), form["newPhoneCode"].ToString(), ct), "new-phone", ct);

    private static Task<IResult> Remove([AsParameters] AccountDesk desk, ChangePhone change, CancellationToken ct) => desk.SignedInAsync(
        async (session, user) => desk.Browser.IsRecent(session)
            ? AccountDesk.Done(await change.RemoveAsync(user, session, ct) ? "no-phone" : "phone-kept")
            : AccountDesk.Confirm(Paths.Account), ct);
}
