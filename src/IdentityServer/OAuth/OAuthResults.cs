using System.Text.Json.Serialization;

namespace Marketplace.IdentityServer.OAuth;

internal sealed record OAuthError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description);

/// <summary>Answers of the token endpoint and its kin (RFC 6749, 5.1 and 5.2). Never cached: SecurityHeaders sees to it.</summary>
internal static class OAuthResults
{
    public static IResult Error(string error, string description, int status = StatusCodes.Status400BadRequest) =>
        Results.Json(new OAuthError(error, description), statusCode: status);

    public static IResult TooManyRequests(HttpContext http, TimeSpan wait, string error = OAuthErrors.InvalidClient)
    {
        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Error(error, "Too many attempts. Try again later.", StatusCodes.Status429TooManyRequests);
    }

    public static IResult InvalidClient(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"token\", charset=\"UTF-8\"";
        return Error(OAuthErrors.InvalidClient, "The client could not be authenticated.", StatusCodes.Status401Unauthorized);
    }

    public static IResult NotAForm() =>
        Error(OAuthErrors.InvalidRequest, "Send the parameters as a form (application/x-www-form-urlencoded) of at most 64 KiB.");
}
