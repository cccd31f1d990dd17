using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.WebApi.Shared;

internal static class ValidationFilter
{
    extension<TBuilder>(TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        /// <summary>
        /// Runs the <see cref="IValidator{T}"/> of each argument that has one, and refuses texts that cannot be stored and parameters that come twice; a
        /// failure answers 400 with the members at fault, named as JSON names them.
        /// </summary>
        public TBuilder WithValidation() => endpoints.AddEndpointFilterFactory((route, next) =>
        {
            string[] names = [.. route.MethodInfo.GetParameters().Select(p => p.Name ?? "")];
            var lists = RepeatedParameter.ListsOf(route.MethodInfo);
            return async call =>
            {
                UnreadableParameter.ThrowIfAny(call.HttpContext);
                RepeatedParameter.ThrowIfAny(call.HttpContext.Request, lists);
                for (var i = 0; i < call.Arguments.Count; i++)
                {
                    if (call.Arguments[i] is { } argument && await FaultsAsync(call.HttpContext, argument, names[i]) is { Count: > 0 } faults)
                    {
                        return Refuse(faults);
                    }
                }

                return await next(call);
            };
        });
    }

    private static async ValueTask<List<(string Member, string Message)>> FaultsAsync(HttpContext http, object argument, string name)
    {
        if (UnstorableText.Find(argument, name) is { } member)
        {
            return [(member, "A text holds a character that cannot be stored.")];
        }

        var service = typeof(IValidator<>).MakeGenericType(argument.GetType());
        return http.RequestServices.GetService(service) is IValidator validator
            ? [.. (await validator.ValidateAsync(new ValidationContext<object>(argument), http.RequestAborted)).Errors.Select(e => (AsJson(e.PropertyName), e.ErrorMessage))]
            : [];
    }

    /// <param name="faults">The first is the one that is named in words.</param>
    private static ValidationProblem Refuse(List<(string Member, string Message)> faults) => TypedResults.ValidationProblem(
        faults.GroupBy(f => f.Member).ToDictionary(f => f.Key, f => f.Select(one => one.Message).ToArray()),
        detail: faults[0].Message,
        extensions: new Dictionary<string, object?> { ["code"] = "request.invalid", ["field"] = faults[0].Member });

    private static string AsJson(string path) => string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
