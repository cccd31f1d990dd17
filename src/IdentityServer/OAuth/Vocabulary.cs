using Marketplace.Tokens;

namespace Marketplace.IdentityServer.OAuth;

internal static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string RefreshToken = "refresh_token";
    public const string ClientCredentials = "client_credentials";

    public static readonly IReadOnlyList<string> All = [AuthorizationCode, RefreshToken, ClientCredentials];
}

internal static class Scopes
{
    public const string OpenId = "openid";
    public const string Profile = "profile";
    public const string Email = "email";
    public const string Phone = "phone";
    public const string Roles = "roles";
    public const string OfflineAccess = "offline_access";

    /// <summary>The marketplace's API, as the user.</summary>
    public const string Marketplace = "marketplace";

    /// <summary>The public catalogue, for a program of others that says who it is instead of coming from some address.</summary>
    public const string CatalogRead = "catalog.read";

    /// <summary>The list of users, for a machine of ours.</summary>
    public const string UsersRead = "users.read";

    /// <summary>What administrators do to accounts, for the marketplace's API itself.</summary>
    public const string AccountsManage = "accounts.manage";

    /// <summary>What applications of others may ask their users for: who they are, and parts of the API.</summary>
    public static readonly IReadOnlyList<string> Published = [OpenId, Profile, Email, Phone, OfflineAccess, .. ApiScopes.All.Select(s => s.Name)];

    public static readonly IReadOnlyList<string> All = [.. Published, Roles, Marketplace, UsersRead, AccountsManage, CatalogRead];

    /// <summary>Means something only when a person signed in.</summary>
    public static bool NeedsUser(string scope) => scope == Roles || Published.Contains(scope);

    /// <summary>A scope as a person is asked for it.</summary>
    public static ApiScope Describe(string scope) => scope switch
    {
        OpenId => new(scope, "Know that it is you", "It learns a number that stands for your account, and when you signed in."),
        Profile => new(scope, "Know your name and photo", "With your username, as they stand in your account."),
        Email => new(scope, "Know your email address", "And whether you have confirmed it."),
        Phone => new(scope, "Know your mobile number", "And whether you have confirmed it."),
        OfflineAccess => new(scope, "Go on while you are away", "It keeps its access when you have closed it."),
        _ => ApiScopes.Find(scope) ?? new(scope, scope, "Reserved for our own applications."),
    };

    /// <returns>Null when the text is no scope list (RFC 6749, 3.3).</returns>
    public static List<string>? Parse(string text)
    {
        var scopes = text.Split(' ');
        return text.Length <= 1000 && scopes.All(s => s.Length > 0 && s.All(IsScopeChar)) ? [.. scopes.Distinct()] : null;
    }

    private static bool IsScopeChar(char c) => c is '!' or (>= '#' and <= '[') or (>= ']' and <= '~');
}

internal static class OAuthErrors
{
    public const string InvalidRequest = "invalid_request";
    public const string InvalidClient = "invalid_client";
    public const string InvalidGrant = "invalid_grant";
    public const string InvalidScope = "invalid_scope";
    public const string InvalidTarget = "invalid_target";
    public const string InvalidToken = "invalid_token";
    public const string InsufficientScope = "insufficient_scope";
    public const string UnauthorizedClient = "unauthorized_client";
    public const string UnsupportedGrantType = "unsupported_grant_type";
    public const string UnsupportedResponseType = "unsupported_response_type";
    public const string AccessDenied = "access_denied";
    public const string LoginRequired = "login_required";
    public const string ConsentRequired = "consent_required";
    public const string InteractionRequired = "interaction_required";
    public const string RequestNotSupported = "request_not_supported";
    public const string RequestUriNotSupported = "request_uri_not_supported";
}

internal static class Paths
{
    public const string Authorize = "/connect/authorize";
    public const string Push = "/connect/par";
    public const string Token = "/connect/token";
    public const string UserInfo = "/connect/userinfo";
    public const string Introspect = "/connect/introspect";
    public const string Revoke = "/connect/revoke";
    public const string EndSession = "/connect/endsession";
    public const string Jwks = "/.well-known/jwks";
    public const string OpenIdConfiguration = "/.well-known/openid-configuration";
    public const string OAuthConfiguration = "/.well-known/oauth-authorization-server";
    public const string ManageUsers = "/manage/users/{id:guid}";
    public const string Acting = "/acting";
    public const string StopActing = "/acting/stop";
    public const string Consent = "/consent";
    public const string SignIn = "/signin";
    public const string Register = "/register";
    public const string RegisterCode = "/register/code";
    public const string RegisterNewCode = "/register/code/new";
    public const string Enter = "/enter";
    public const string EnterCode = "/enter/code";
    public const string Finish = "/enter/finish";
    public const string FinishChallenge = "/enter/finish/passkey/new";
    public const string FinishPasskey = "/enter/finish/passkey";
    public const string ExternalBegin = "/signin/external/begin";
    public const string External = "/signin/external";
    public const string GoogleCallback = "/signin/google";
    public const string ExternalLink = "/account/external";
    public const string ExternalLinkBegin = "/account/external/begin";
    public const string ExternalUnlink = "/account/external/remove";
    public const string SignOut = "/signout";
    public const string Forgot = "/forgot";
    public const string Reset = "/reset";
    public const string Account = "/account";
    public const string Email = "/account/email";
    public const string ChangeEmail = "/account/email/change";
    public const string EmailCode = "/account/email/code";
    public const string ConfirmEmail = "/account/email/confirm";
    public const string Password = "/account/password";
    public const string SignInCode = "/signin/code";
    public const string Confirm = "/account/confirm";
    public const string ConfirmCode = "/account/confirm/code";
    public const string Phone = "/account/phone";
    public const string ChangePhone = "/account/phone/change";
    public const string RemovePhone = "/account/phone/remove";
    public const string Invited = "/invited";
    public const string InvitedChallenge = "/invited/passkey/new";
    public const string InvitedPasskey = "/invited/passkey";
    public const string UndoAddress = "/account/undo";
    public const string SecondFactor = "/account/second-factor";
    public const string BeginSecondFactor = "/account/second-factor/begin";
    public const string ConfirmSecondFactor = "/account/second-factor/confirm";
    public const string RecoveryCodes = "/account/second-factor/recovery-codes";
    public const string EndSecondFactor = "/account/second-factor/end";
    public const string RemovePassword = "/account/password/remove";
    public const string PasskeySignIn = "/signin/passkey";
    public const string PasskeyChallenge = "/signin/passkey/challenge";
    public const string ConfirmPasskey = "/account/confirm/passkey";
    public const string Passkeys = "/account/passkeys";
    public const string NewPasskey = "/account/passkeys/new";
    public const string AddPasskey = "/account/passkeys/add";
    public const string RenamePasskey = "/account/passkeys/rename";
    public const string RemovePasskey = "/account/passkeys/remove";
    public const string EndFirstSteps = "/account/first-steps/end";
    public const string EndSignIn = "/account/sessions/end";
    public const string OtherSessions = "/account/other-sessions/end";
    public const string Apps = "/account/apps";
    public const string WithdrawApp = "/account/apps/withdraw";
    public const string Profile = "/account/profile";
    public const string Name = "/account/profile/name";
    public const string Photo = "/account/profile/photo";
    public const string RemovePhoto = "/account/profile/photo/remove";
    public const string Preferences = "/account/preferences";
    public const string Notifications = "/account/notifications";
    public const string Marketing = "/account/notifications/marketing";
    public const string Following = "/account/following";
    public const string LeaveShop = "/account/following/shops/leave";
    public const string FollowPerson = "/account/following/people/follow";
    public const string LeavePerson = "/account/following/people/leave";
    public const string BlockPerson = "/account/following/people/block";
    public const string UnblockPerson = "/account/following/people/unblock";
    public const string People = "/account/people/{username}";
    public const string PeopleLive = "/account/live";
    public const string Activity = "/account/activity";
    public const string Sharing = "/account/privacy/sharing";
    public const string Privacy = "/account/privacy";
    public const string AskForData = "/account/privacy/data/ask";
    public const string Data = "/account/privacy/data";
    public const string DeleteAccount = "/account/privacy/delete";
    public const string KeepAccount = "/account/privacy/keep";
    public const string Terms = "/account/terms";
    public const string Developer = "/developer";
    public const string NewApp = "/developer/new";
    public const string App = "/developer/apps/{id}";
    public const string AppSecrets = App + "/secrets";
    public const string EndAppSecret = AppSecrets + "/{secret:guid}/end";
    public const string SwitchApp = App + "/switch";
    public const string AskAppReview = App + "/review";
    public const string DeleteApp = App + "/delete";
    public const string AppLogo = App + "/logo";
    public const string RemoveAppLogo = AppLogo + "/remove";
    public const string Logo = "/app-logos/{id:guid}";
    public const string AppReviews = "/developer/reviews";
    public const string ApproveApp = AppReviews + "/{id}/approve";
    public const string RefuseApp = AppReviews + "/{id}/refuse";

    public static string OfPerson(string username) => People.Replace("{username}", Uri.EscapeDataString(username), StringComparison.Ordinal);

    /// <summary>The sign-in page, which leads on to an address of ours.</summary>
    public static string SignInTo(string returnUrl) => $"{SignIn}?returnUrl={Uri.EscapeDataString(returnUrl)}";

    public static string OfLogo(Guid id) => $"/app-logos/{id}";

    public static string AppPage(string id) => "/developer/apps/" + Uri.EscapeDataString(id);
}
