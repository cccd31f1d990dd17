using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Shared;
using Marketplace.Tokens;
using Marketplace.WebApi.Carts;
using Marketplace.WebApi.Identity;
using Marketplace.WebApi.Orders;
using Marketplace.WebApi.Vendors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Marketplace.WebApi.Shared;

/// <summary>What the description of every operation has beside its own: sign-in, the idempotency key, the problems that any call can meet, an example.</summary>
internal static class OpenApiDocument
{
    private const string Scheme = "bearer";
    private const string OAuth = "oauth2";

    private static readonly (int Status, string Description)[] Common =
    [
        (StatusCodes.Status429TooManyRequests, "Too many requests: wait as long as `Retry-After` says. Code `request.too_many`."),
        (StatusCodes.Status503ServiceUnavailable, "Something we need is away; nothing was changed. Try again after `Retry-After`. Code `service.unavailable`, or `service.stopping` when the server that was asked is being replaced."),
    ];

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", openApi =>
    {
        openApi.AddDocumentTransformer((document, context, _) =>
        {
            var identity = context.ApplicationServices.GetRequiredService<PublicUrls>().Identity;
            document.Info = new()
            {
                Title = "Marketplace API",
                Version = "v1",
                Description = "Shop, sell, deliver and run the marketplace. Refusals are problem details (RFC 9457) with a stable `code`. Writes take an `Idempotency-Key`.",
            };
            document.Servers = [new() { Url = "/" }];
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [OAuth] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.OAuth2,
                    Description = "Authorization code with PKCE (S256), for applications of others.",
                    Flows = new()
                    {
                        AuthorizationCode = new()
                        {
                            AuthorizationUrl = new($"{identity}/connect/authorize"),
                            TokenUrl = new($"{identity}/connect/token"),
                            RefreshUrl = new($"{identity}/connect/token"),
                            Scopes = ApiScopes.All.ToDictionary(s => s.Name, s => s.Title),
                        },
                    },
                },
                [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "An access token of the identity server." },
            };
            return Task.CompletedTask;
        });
        openApi.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation, context);
            return Task.CompletedTask;
        });
        openApi.AddDocumentTransformer((document, context, _) =>
        {
            OpenApiSchemas.Describe(document, context.ApplicationServices); // last: it is about what the operations have brought
            return Task.CompletedTask;
        });
    });

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (context.Description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) != true)
        {
            return;
        }

        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p is { In: ParameterLocation.Query, Name: not null }) ?? [])
        {
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!); // as the guides write it; the API takes both
            parameter.Required &= parameter.Schema is not { Type: JsonSchemaType.Array }; // the generated endpoints take a list without a value as an empty one
        }

        foreach (var (status, description) in Common)
        {
            Problem(operation, status, description);
        }

        if (context.Description is { HttpMethod: "GET" } && context.Description.SupportedResponseTypes.Any(r => r.StatusCode == StatusCodes.Status200OK && r.ApiResponseFormats.Any(f => f.MediaType == "application/json")))
        {
            DescribeFields(operation);
        }

        if (operation.RequestBody is not null || operation.Parameters is { Count: > 0 })
        {
            Problem(operation, StatusCodes.Status400BadRequest, "The request is malformed or a value is out of range: `errors` names the members. Code `request.invalid` or `request.unreadable`.");
        }

        if (metadata.OfType<IAuthorizeData>().Any())
        {
            Problem(operation, StatusCodes.Status401Unauthorized, "No access token, or not a valid one. Code `request.unauthenticated`.");
            Problem(operation, StatusCodes.Status403Forbidden, "The caller may not do this. Code `request.forbidden`.");
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        }

        if (metadata.OfType<AppScopes>().LastOrDefault() is { } open)
        {
            operation.Security = [.. operation.Security ?? [], .. open.Names.Select(name => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(OAuth, context.Document)] = [name] })];
            operation.Description = $"{operation.Description} Applications of others need the scope {string.Join(" or ", open.Names.Select(name => $"`{name}`"))} to act for their user.".TrimStart();
        }

        if (context.Description.RelativePath.Contains('{', StringComparison.Ordinal))
        {
            Problem(operation, StatusCodes.Status404NotFound, "There is no such thing, or it is somebody else's.");
        }

        if (context.Description.HttpMethod is not ("GET" or "HEAD"))
        {
            DescribeKey(operation, metadata.OfType<IdempotencyMetadata>().LastOrDefault());
            Problem(operation, StatusCodes.Status409Conflict, "Right in itself, but not in the present state; or the first request with this key is still running.");
        }

        if (metadata.OfType<MethodInfo>().LastOrDefault() is { } method)
        {
            operation.OperationId ??= NameOf(method);
            foreach (var type in method.GetParameters().Select(p => p.ParameterType))
            {
                DescribeBound(operation, type);
            }
        }

        if (context.Description.SupportedResponseTypes.Any(r => r.Type?.IsAssignableTo(typeof(IRevised)) == true))
        {
            DescribeETag(operation);
        }

        if (metadata.OfType<RevisionMetadata>().LastOrDefault() is { } revision)
        {
            DescribeIfMatch(operation, revision);
        }

        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.Name is not null) ?? [])
        {
            parameter.Description ??= MemberWords.OfParameter(parameter.Name!);
        }
    }

    private static void DescribeKey(OpenApiOperation operation, IdempotencyMetadata? metadata)
    {
        if (metadata is { IsIgnored: true })
        {
            return;
        }

        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "Idempotency-Key",
            In = ParameterLocation.Header,
            Required = metadata is { IsRequired: true },
            Description = "A fresh random value; the same one when you repeat the same request. The answer is then the first one's, marked `Idempotency-Replayed: true`.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 255 },
            Example = JsonValue.Create("0197d2ae5f2c7c1e8f0a"),
        });
        Problem(operation, StatusCodes.Status422UnprocessableEntity, "The key was used for another request. Code `idempotency.mismatch`.");
    }

    /// <summary>"VendorOrder_Accept": what a client that is made from the document calls it.</summary>
    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name.Replace("Endpoints", "", StringComparison.Ordinal)}_{method.Name}";

    /// <summary>What a handler's arguments read from the request by themselves.</summary>
    private static void DescribeBound(OpenApiOperation operation, Type type)
    {
        if (type == typeof(Paging))
        {
            DescribeCursor(operation);
        }
        else if (type == typeof(CurrentVendor))
        {
            Optional(operation, ParameterLocation.Header, ApiHttp.Vendor, "The id of the shop that it is about, for who works for several; without it, the first of theirs. An API key has its shop.", "dcfd019c-a088-5190-939d-8ba90f3f0001");
        }
        else if (type == typeof(CurrentCart))
        {
            Optional(operation, ParameterLocation.Header, ApiHttp.CartToken, "A guest's cart: `token` of the answer that began it. Not needed by who is signed in.", "vJ3nQ0yEo2bUe1xw");
        }
        else if (type == typeof(CurrentReader))
        {
            Optional(operation, ParameterLocation.Query, "token", "A guest's key to the order: `accessToken` of the answer that placed it. Not needed for one's own.", "vJ3nQ0yEo2bUe1xw");
        }
    }

    private static void Optional(OpenApiOperation operation, ParameterLocation place, string name, string description, string example)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter { Name = name, In = place, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = JsonValue.Create(example) });
    }

    private static void DescribeCursor(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = ListCursor.Parameter,
            In = ParameterLocation.Query,
            Description = "`next` of the answer before, for the items that follow, newest first. Without it and without `page` the list begins with the newest. Code `request.cursor_invalid`.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        Header(operation, "Link", "`<…>; rel=\"next\"`: where the items that follow are. Absent at the end.");
    }

    private static void DescribeFields(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = AnswerFields.Parameter,
            In = ParameterLocation.Query,
            Description = "Only these members of the answer, with commas between them: `a.b` is the member `b` of `a`, or of each item when `a` is a list. Code `request.fields_unknown`.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = AnswerFields.MaxLength },
        });
    }

    private static void DescribeETag(OpenApiOperation operation) => Header(operation, "ETag", "The revision, in quotes. Send it as `If-Match` with a change.");

    private static void DescribeIfMatch(OpenApiOperation operation, RevisionMetadata revision)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "If-Match",
            In = ParameterLocation.Header,
            Required = revision.IsRequired,
            Description = "The `ETag` that was read: the change is refused when somebody else changed first. `*` changes whatever is there.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = JsonValue.Create("\"7\""),
        });
        Problem(operation, StatusCodes.Status412PreconditionFailed, "Somebody else changed it since. Read it again and repeat the change. Code `request.precondition_failed`.");
        if (revision.IsRequired)
        {
            Problem(operation, StatusCodes.Status428PreconditionRequired, "`If-Match` is missing. Code `request.if_match_missing`.");
        }
    }

    private static void Header(OpenApiOperation operation, string name, string description)
    {
        foreach (var response in operation.Responses?.Where(r => r.Key.StartsWith('2')).Select(r => r.Value).OfType<OpenApiResponse>() ?? [])
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>();
            response.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }
    }

    private static void Problem(OpenApiOperation operation, int status, string description)
    {
        operation.Responses ??= [];
        var key = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (operation.Responses.TryGetValue(key, out var known))
        {
            known.Description = string.IsNullOrEmpty(known.Description) || known.Description.Length < 25 ? description : known.Description;
            return;
        }

        operation.Responses[key] = new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new()
                {
                    Example = new JsonObject { ["type"] = "about:blank", ["title"] = "Refused", ["status"] = status, ["detail"] = description.Split(". Code")[0], ["code"] = CodeIn(description) },
                },
            },
        };
    }

    private static string CodeIn(string description) => description.Split("Code `") is [_, var rest] ? rest[..rest.IndexOf('`', StringComparison.Ordinal)] : "order.not_found";
}
