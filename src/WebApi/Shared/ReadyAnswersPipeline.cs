using System.Text.Json;
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
            services.AddSingleton<IReadyAnswers, ReadyAnswersFanOut>();
        }
    }

    extension(IApplicationBuilder app)
    {
        /// <summary>Answers what is ready before anything else looks at the request. Such an answer is the same for everybody.</summary>
        public void UseReadyAnswers()
        {
            var answers = app.ApplicationServices.GetRequiredService<ReadyAnswers>();
            ReadyAnswersFanOut.Subscribe(app.ApplicationServices.GetRequiredService<ILiveFanOut>(), answers);
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

/// <summary>Tells every node, this one before it returns.</summary>
internal sealed class ReadyAnswersFanOut(ILiveFanOut fanOut) : IReadyAnswers
{
    private const string Channel = "ready-answers";

    public async ValueTask ForgetAsync(IReadOnlyList<string> tags, CancellationToken ct) =>
        await fanOut.PublishAsync(Channel, JsonSerializer.Serialize(new Message(tags, null, false)), ct);

    public async ValueTask StockMovedAsync(VariantId variant, bool isAvailable, CancellationToken ct) =>
        await fanOut.PublishAsync(Channel, JsonSerializer.Serialize(new Message([], variant.Value, isAvailable)), ct);

    /// <summary>Does here what other nodes and this one say. When messages may have been lost, nothing that is kept can be trusted.</summary>
    public static void Subscribe(ILiveFanOut fanOut, ReadyAnswers answers) => fanOut.Subscribe(
        Channel,
        text =>
        {
            var message = JsonSerializer.Deserialize<Message>(text)!;
            foreach (var tag in message.Tags)
            {
                answers.Forget(tag);
            }

            if (message.Variant is { } variant)
            {
                answers.StockMoved(new VariantId(variant), message.IsAvailable);
            }
        },
        answers.ForgetAll);

    private sealed record Message(IReadOnlyList<string> Tags, Guid? Variant, bool IsAvailable);
}
