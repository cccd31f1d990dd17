using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Application.Identity;
using Marketplace.Infrastructure.Shared;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.WebApi.Shared;

/// <summary>The exceptions that are an answer: a lost race, a broken uniqueness, unreadable input, a database that is away, a node that stops.</summary>
internal sealed partial class ExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    private static readonly (int Status, string Code, string Detail) Stale =
        (412, "request.precondition_failed", "Somebody else changed this since you read it. Nothing of yours is saved. Load it again and repeat your change.");

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, code, detail) = exception switch
        {
            StaleRevisionException => Stale,
            DbUpdateConcurrencyException when httpContext.Request.Headers.IfMatch.Count > 0 => Stale,
            DbUpdateConcurrencyException => (409, "request.stale", "Someone else changed this first. Load it again and repeat your change."),
            DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } } => (409, "request.duplicate", "This exists already."),
            PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => (409, "request.duplicate", "This exists already."),
            DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation } } => (409, "request.stale", "What this refers to has just changed or gone. Load it again and repeat your change."),
            PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter }
                or DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } }
                => (400, "request.unreadable", "A text holds a character that cannot be stored."),
            InvalidCursorException => (400, "request.cursor_invalid", "The cursor is none of this list. Begin without one, and follow \"next\"."),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (413, "request.too_large", "That is more than can be taken at once."),
            BadHttpRequestException bad => (bad.StatusCode, "request.unreadable", "The request could not be read. Check its JSON and parameters."),
            NpgsqlException { IsTransient: true } or { InnerException: NpgsqlException { IsTransient: true } } => (503, "service.unavailable", "We cannot reach our database right now. Nothing was changed. Try again in a moment."),
            BodyCutShortException => (503, "service.stopping", "This server is about to stop, and your request had not arrived whole. Nothing was changed. Send it again."),
            AccountsUnavailableException => (503, "accounts.unavailable", "The identity server cannot be reached right now. Look whether it was done, and try again in a moment."),
            _ => (500, "service.failed", "Something broke on our side. Nothing was changed half-way."),
        };
        if (status == 503)
        {
            httpContext.Response.Headers.RetryAfter = "2";
        }

        httpContext.Response.StatusCode = status;
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (exception is BadHttpRequestException unreadable && FieldOf(unreadable) is { } field)
        {
            extensions["field"] = field;
        }

        return await problems.TryWriteAsync(new()
        {
            HttpContext = httpContext,
            Exception = exception,
            ProblemDetails = new() { Status = status, Detail = detail, Extensions = extensions },
        });
    }

    /// <summary>The member of the body, or the parameter, that could not be read.</summary>
    private static string? FieldOf(BadHttpRequestException exception) => exception is InvalidCursorException ? ListCursor.Parameter
        : exception.InnerException is JsonException { Path: ['$', '.', .. { Length: > 0 } path] }
        ? path
        : Parameter().Match(exception.Message) is { Success: true } named ? named.Groups["name"].Value : null;

    /// <summary>As the framework words it: <c>Failed to bind parameter "int page" from "x".</c></summary>
    [GeneratedRegex("parameter \"[^\"]* (?<name>[A-Za-z]+)\"", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Parameter();
}
