using System.Globalization;
using Marketplace.Contracts.Shared;
using Marketplace.Domain.Shared;
using Marketplace.Infrastructure.Shared;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Marketplace.WebApi.Shared;

/// <summary>The endpoint changes an aggregate, and honours <c>If-Match</c>.</summary>
/// <param name="IsRequired">A whole document is put in the place of another: who has not seen that one must say so with <c>*</c>.</param>
internal sealed record RevisionMetadata(Type Aggregate, bool IsRequired);

internal static class Revisions
{
    extension(RouteHandlerBuilder endpoint)
    {
        /// <summary>The aggregate whose id is in the path, or the only one that the request can be about.</summary>
        public RouteHandlerBuilder ChecksRevisionOf<TAggregate>(bool isRequired = false) where TAggregate : AggregateRoot
        {
            var metadata = new RevisionMetadata(typeof(TAggregate), isRequired);
            return endpoint.WithMetadata(metadata).AddEndpointFilter((call, next) => Expect(call.HttpContext, metadata) is { } refused ? ValueTask.FromResult<object?>(refused) : next(call));
        }
    }

    extension<TBuilder>(TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        /// <summary>Says in headers what the body says too: the revision of a document, and where a list goes on.</summary>
        public TBuilder WithAnswerHeaders() => endpoints.AddEndpointFilter(async (call, next) =>
        {
            var answer = await next(call);
            var (headers, body) = (call.HttpContext.Response.Headers, ((answer is INestedHttpResult nested ? nested.Result : answer) as IValueHttpResult)?.Value);
            if (body is IRevised { Revision: var revision })
            {
                headers.ETag = $"\"{revision.ToString(CultureInfo.InvariantCulture)}\"";
            }

            if (body is IListPart { Next: { } more })
            {
                headers.Link = $"<{ListCursor.NextUrl(call.HttpContext.Request, more)}>; rel=\"next\"";
            }

            return answer;
        });
    }

    /// <returns>The refusal of a request that does not say what it means.</returns>
    private static ProblemHttpResult? Expect(HttpContext http, RevisionMetadata metadata)
    {
        var header = http.Request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return metadata.IsRequired ? Refuse(StatusCodes.Status428PreconditionRequired, "request.if_match_missing", "Send If-Match with the ETag that you read, so that nobody’s change is lost, or * to overwrite whatever is there.") : null;
        }

        if (!EntityTagHeaderValue.TryParseStrictList(header!, out var tags))
        {
            return Refuse(StatusCodes.Status400BadRequest, "request.if_match_invalid", "If-Match is the ETag that you read, with its quotes, or *.");
        }

        if (tags.All(tag => tag.Tag != "*"))
        {
            http.RequestServices.GetRequiredService<ExpectedRevision>().Expect(
                metadata.Aggregate,
                http.Request.RouteValues.Values.Select(v => Guid.TryParse(v as string, out var id) ? id : (Guid?)null).FirstOrDefault(id => id is not null),
                [.. tags.Where(t => !t.IsWeak).Select(t => int.TryParse(t.Tag.AsSpan()[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : -1)]);
        }

        return null;
    }

    private static ProblemHttpResult Refuse(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
