using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using Marketplace.BlazorShared.Hosting;
using Marketplace.Infrastructure.Shared;
using Marketplace.WebApi.Audit;
using Marketplace.WebApi.Catalog;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Notifications;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Marketplace.WebApi.Shared;

internal static class Hosting
{
    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.RefuseUnsafeSettings("Urls:Api");
        builder.WebHost.UseStaticWebAssets(); // in every environment; once published the files are here anyway
        builder.Logging.ClearProviders().AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "O";
            json.IncludeScopes = true;
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information).AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256 * 1024;
        });
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.MaxDepth = 32;
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        });
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // so that the answer can say what could not be read
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context =>
        {
            context.ProblemDetails.Extensions["correlationId"] = context.HttpContext.Items[RequestLog.Header];
            context.ProblemDetails.Detail ??= context.ProblemDetails.Status == 429 ? "That was too often. Wait a minute and try again." : null;
            context.ProblemDetails.Extensions.TryAdd("code", context.ProblemDetails.Status switch
            {
                401 => "request.unauthenticated",
                403 => "request.forbidden",
                404 => "request.not_found",
                405 => "request.method_not_allowed",
                413 => "request.too_large",
                415 => "request.unsupported_media_type",
                429 => "request.too_many",
                _ => "request.failed",
            });
        });
        builder.Services.AddExceptionHandler<ExceptionHandler>();
        builder.Services.AddSingleton<SecurityLog>();
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section);
        builder.Services.AddOptions<ApiReferenceOptions>().BindConfiguration(ApiReferenceOptions.Section);
        builder.Services.AddTelemetry(builder.Configuration, "marketplace-api", Telemetry.Name);
        builder.Services.AddScoped<NodeHealth>();
        builder.Services.AddDraining();
        builder.Services.AddTrustedProxies();
        builder.Services.AddDataProtection().WrapKeys(builder.Configuration);
        builder.Services.AddReadyAnswers();
        builder.Services.AddSingleton<IValidator<ProductListRequest>, ProductListRequestValidator>();
        builder.Services.AddApiDescription();
    }

    public static void UseApi(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseReadyAnswers();
        app.UseMiddleware<RequestLog>();
        app.UseForwardedHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // What is our fault is logged, although it has been answered; that a node stops is no fault.
            SuppressDiagnosticsCallback = answered => answered.HttpContext.Response.StatusCode < StatusCodes.Status500InternalServerError || answered.Exception is BodyCutShortException,
        });
        app.Use(BodyReading.WatchAsync);
        app.UseStatusCodePages();
        app.UseLiveOriginCheck();
        app.UseCors();
        app.UseAuthentication();
        app.UseMiddleware<RateLimits>();
        app.UseAuthorization();
        app.UseMiddleware<OriginOfRequest>();
        app.UseMiddleware<ActingGuard>();
        app.UseMiddleware<IdempotencyMiddleware>();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapApiReference();
        app.MapApiGuides();
    }
}
