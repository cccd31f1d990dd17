using FluentValidation;

namespace Marketplace.WebApi.Shared;

internal static class ValidationFilter
{
    extension<TBuilder>(TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        /// <summary>Runs the <see cref="IValidator{T}"/> of each argument that has one; a failure answers 400 with the fields at fault.</summary>
        public TBuilder WithValidation() => endpoints.AddEndpointFilter(async (call, next) =>
        {
            foreach (var argument in call.Arguments.OfType<object>())
            {
                var service = typeof(IValidator<>).MakeGenericType(argument.GetType());
                if (call.HttpContext.RequestServices.GetService(service) is IValidator validator
                    && await validator.ValidateAsync(new ValidationContext<object>(argument), call.HttpContext.RequestAborted)
                        is { IsValid: false } failed)
                {
                    return TypedResults.ValidationProblem(
                        failed.ToDictionary(),
                        detail: failed.Errors[0].ErrorMessage,
                        extensions: new Dictionary<string, object?> { ["code"] = "request.invalid", ["field"] = failed.Errors[0].PropertyName });
                }
            }

            return await next(call);
        });
    }
}
