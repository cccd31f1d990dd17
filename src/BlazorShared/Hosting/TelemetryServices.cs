using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Marketplace.BlazorShared.Hosting;

/// <summary>Traces and metrics for an OTLP collector, when <c>Telemetry:OtlpEndpoint</c> names one; docs/operations.md lists the names.</summary>
public static class TelemetryServices
{
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql"];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections", "Microsoft.AspNetCore.Diagnostics",
        "Microsoft.AspNetCore.Authentication", "Microsoft.AspNetCore.Authorization", "Microsoft.AspNetCore.Components.Server.Circuits", "System.Net.Http", "System.Runtime", "Npgsql",
    ];

    /// <param name="service">What the host is called there.</param>
    /// <param name="own">The host's own source and meter.</param>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration, string service, params string[] own)
    {
        if (configuration["Telemetry:OtlpEndpoint"] is not { Length: > 0 } endpoint)
        {
            return services;
        }

        services.AddTransient<IStartupFilter, NamedByRoute>();
        return services.AddHostedService(_ => new Exporter(new Uri(endpoint), service, own));
    }

    /// <summary>The framework names all requests alike. As in the log, the route is told and not the path, which may name people or hold a key.</summary>
    private sealed class NamedByRoute : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, follow) =>
            {
                try
                {
                    await follow(http);
                }
                finally
                {
                    Tell(http, http.Features.Get<IHttpActivityFeature>()?.Activity);
                }
            });
            next(app);
        };

        private static void Tell(HttpContext http, Activity? request)
        {
            var endpoint = http.Features.Get<IExceptionHandlerPathFeature>()?.Endpoint ?? http.GetEndpoint();
            var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText is { } pattern ? "/" + pattern.TrimStart('/') : null;
            if (request is not null)
            {
                request.DisplayName = route is null ? http.Request.Method : $"{http.Request.Method} {route}";
                request.SetTag("http.request.method", http.Request.Method).SetTag("http.route", route).SetTag("http.response.status_code", http.Response.StatusCode);
                request.SetStatus(http.Response.StatusCode >= StatusCodes.Status500InternalServerError ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
            }
        }
    }

    private sealed class NoPaths : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.GetTagItem("url.full") is string address)
            {
                data.SetTag("url.full", Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : null);
            }
        }
    }

    private sealed class Exporter(Uri endpoint, string service, string[] own) : IHostedService, IDisposable
    {
        private const int LongestFlush = 5000; // ms
        private TracerProvider? _traces;
        private MeterProvider? _meters;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var resource = ResourceBuilder.CreateDefault().AddService(service);
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource([.. own, .. Sources])
                .AddProcessor(new NoPaths()).AddOtlpExporter(otlp => otlp.Endpoint = endpoint).Build();
            _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter([.. own, .. Meters])
                .AddOtlpExporter(otlp => otlp.Endpoint = endpoint).Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _traces?.ForceFlush(LongestFlush);
            _meters?.ForceFlush(LongestFlush);
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            _traces?.Dispose();
            _meters?.Dispose();
        }
    }
}
