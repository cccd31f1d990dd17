using Marketplace.Domain.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Shared;

internal static class ResultExtensions
{
    extension<T>(Result<T> result)
    {
        public Results<Ok<T>, ProblemHttpResult> ToOk() =>
            result.IsSuccess ? TypedResults.Ok(result.Value) : result.Error.ToProblem();

        /// <param name="location">The path of what was made.</param>
        public Results<Created<T>, ProblemHttpResult> ToCreated(Func<T, string> location) =>
            result.IsSuccess ? TypedResults.Created(location(result.Value), result.Value) : result.Error.ToProblem();
    }

    extension(Result<Done> result)
    {
        public Results<NoContent, ProblemHttpResult> ToNoContent() =>
            result.IsSuccess ? TypedResults.NoContent() : result.Error.ToProblem();
    }

    extension(Error error)
    {
        public ProblemHttpResult ToProblem()
        {
            var extensions = new Dictionary<string, object?> { ["code"] = error.Code };
            if (error.Field is { } field)
            {
                extensions["field"] = field;
            }

            return TypedResults.Problem(
                detail: error.Message,
                statusCode: error.Kind switch
                {
                    ErrorKind.Invalid => StatusCodes.Status400BadRequest,
                    ErrorKind.NotFound => StatusCodes.Status404NotFound,
                    ErrorKind.Conflict => StatusCodes.Status409Conflict,
                    ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
                    _ => throw new ArgumentOutOfRangeException(nameof(error)),
                },
                extensions: extensions);
        }
    }
}
