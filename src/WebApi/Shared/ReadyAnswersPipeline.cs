using Marketplace.Application.Shared;
using Marketplace.Domain.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Shared;

internal static class ReadyAnswersPipeline
{
    extension(IServiceCollection services)
    {
        public void AddReadyAnswers()
        {
            services.AddSingleton<ReadyAnswers>();
            services.AddSingleton<IReadyAnswers, ReadyAnswersHere>();
        }
    }

    extension(IApplicationBuilder app)
    {
        /// <summary>Answers what is ready before anything else looks at the request. Such an answer is the same for everybody.</summary>
        public void UseReadyAnswers()
        {
            var answers = app.ApplicationServices.GetRequiredService<ReadyAnswers>();
            app.Use(next => context =>
            {
                var request = context.Request;
                return HttpMethods.IsGet(request.Method)
                    && answers.Find(request.Path.Value ?? "", request.QueryString.Value ?? "") is { } answer
                    ? answer.WriteAsync(context)
                    : next(context);
            });
        }
    }

    extension(ReadyAnswers answers)
    {
        /// <summary>Answers with what <paramref name="make"/> makes, now and to all who ask the same until it is forgotten; 404 for null.</summary>
        public async Task<IResult> AnswerAsync(HttpContext context, Func<CancellationToken, Task<Answer?>> make) =>
            await answers.GetAsync(context.Request, make) is { } answer ? new ReadyResult(answer) : TypedResults.Problem(statusCode: StatusCodes.Status404NotFound);
    }

    private sealed class ReadyResult(ReadyAnswer answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => answer.WriteAsync(httpContext);
    }
}

/// <summary>Forgets on this node.</summary>
internal sealed class ReadyAnswersHere(ReadyAnswers answers) : IReadyAnswers
{
    public ValueTask ForgetAsync(IReadOnlyList<string> tags, CancellationToken ct)
    {
        foreach (var tag in tags)
        {
            answers.Forget(tag);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask StockMovedAsync(VariantId variant, bool isAvailable, CancellationToken ct)
    {
        answers.StockMoved(variant, isAvailable);
        return ValueTask.CompletedTask;
    }
}
