using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.WebApi.Shared;

/// <summary>The exceptions that are an answer: a lost race, a broken uniqueness, unreadable input, a database that is away.</summary>
internal sealed class ExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, code, detail) = exception switch
        {
            DbUpdateConcurrencyException => (409, "request.stale", "Someone else changed this first. Load it again and repeat your change."),
            DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } } => (409, "request.duplicate", "This exists already."),
            PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => (409, "request.duplicate", "This exists already."),
            PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter }
                or DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } }
                => (400, "request.unreadable", "A text holds a character that cannot be stored."),
            BadHttpRequestException bad => (bad.StatusCode, "request.unreadable", "The request could not be read. Check its JSON and parameters."),
            NpgsqlException { IsTransient: true } or { InnerException: NpgsqlException { IsTransient: true } } => (503, "service.unavailable", "We cannot reach our database right now. Nothing was changed. Try again in a moment."),
            _ => (500, "service.failed", "Something broke on our side. Nothing was changed half-way."),
        };
        if (status == 503)
        {
            httpContext.Response.Headers.RetryAfter = "2";
        }

        httpContext.Response.StatusCode = status;
        return await problems.TryWriteAsync(new()
        {
            HttpContext = httpContext,
            Exception = exception,
            ProblemDetails = { Status = status, Detail = detail, Extensions = { ["code"] = code } },
        });
    }
}
