using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Shop.Shipping;

namespace Shop.Api.Http;

/// <summary>
/// The API description at /openapi/v1.json: the mapped routes, and here what their signatures do not show.
/// </summary>
static class OpenApi
{
    const string Bearer = "bearer";

    public static void AddApiDescription(this IServiceCollection services)
    {
        // Registered before AddOpenApi, so that the XML comments of a handler take precedence.
        services.Configure<OpenApiOptions>("v1", options =>
            options.AddOperationTransformer(DescribeAsync).AddSchemaTransformer(DescribeAddressAsync));
        services.Configure<OpenApiOptions>("v1", DescribeNamedEnumsAsText);
        services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "The Shop";
            document.Info.Description = "Errors are RFC 9457 problem details. Times are UTC, money is in roubles with "
                + "two decimals, ids are UUIDv7.";
            document.AddComponent(Bearer, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The access_token of a login."
            });
            // Health checks are middleware, which has no description.
            document.Paths["/health"] = Health("This process and its dependencies.");
            document.Paths["/api/health"] = Health("This process and its dependencies.");
            document.Paths["/alive"] = Health("This process only.");
            document.Paths["/ready"] = Health("Whether this replica takes requests.");
            return Task.CompletedTask;
        }));
    }

    public static void MapApiDescription(this WebApplication app)
    {
        app.MapOpenApi();
        if (app.Environment.IsDevelopment())
        {
            app.UseSwaggerUI(page =>
            {
                page.SwaggerEndpoint("/openapi/v1.json", "The Shop");
                page.DocumentTitle = "The Shop: API";
            });
        }
    }

    /// <summary>The members of these enums may become more, so the description does not list them.</summary>
    static void DescribeNamedEnumsAsText(OpenApiOptions options)
    {
        options.CreateSchemaReferenceId = type =>
            IsNamedEnum(type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (IsNamedEnum(context.JsonTypeInfo))
                schema.Type = JsonSchemaType.String;
            return Task.CompletedTask;
        });

        static bool IsNamedEnum(JsonTypeInfo type) =>
            type.Converter.GetType() is { IsGenericType: true } converter
            && converter.GetGenericTypeDefinition() == typeof(EnumNameConverter<>);
    }

    /// <summary>Adds the problems that follow from the kind of route. Its XML comments describe the others.</summary>
    static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var problem = new OpenApiSchemaReference(nameof(ProblemDetails), context.Document);
        var responses = operation.Responses ??= [];
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(IsQuery))
        {
            AddProblem("400", "The query is not valid; errors names each field.");
            // A field whose last value counts is bound as an array: as a string it would be all values in one.
            if (parameter.Schema?.Type?.HasFlag(JsonSchemaType.Array) == true)
                (parameter.Schema, parameter.Required) = (new OpenApiSchema { Type = JsonSchemaType.String }, false);
        }
        if (operation.RequestBody is not null)
            AddProblem("400", "The body is not valid; errors names each field.");
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.Any(data => data is AuthorizationPolicy or IAuthorizeData))
        {
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
            AddProblem("401", "The token is missing or no longer valid.");
            AddProblem("403", "The role does not allow it.");
        }
        else if (responses.ContainsKey("401"))
            AddProblem("401", "The token is no longer valid.");
        if (context.Description.RelativePath!.Contains('{', StringComparison.Ordinal))
            AddProblem("404", "It does not exist, or not for the caller.");
        if (metadata.OfType<IdempotencyKey.Metadata>().Any())
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = IdempotencyKey.Header,
                In = ParameterLocation.Header,
                Description = "The same request again gets the same answer, for a day.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String }
            });
            if (!responses.ContainsKey("409"))
                AddProblem("409", "The first request with this Idempotency-Key is still running.");
            if (!responses.ContainsKey("422"))
                AddProblem("422", "The Idempotency-Key was used with another body.");
        }
        // The results in a handler's signature have no body; the error handling adds one.
        foreach (var (status, response) in responses.ToList())
        {
            if (status[0] == '4' && response.Content is not { Count: > 0 })
                AddProblem(status, response.Description ?? "");
        }
        return Task.CompletedTask;

        void AddProblem(string status, string description)
        {
            var content = new OpenApiMediaType { Schema = problem };
            responses[status] = new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = content }
            };
        }

        static bool IsQuery(OpenApiParameter parameter) => parameter.In == ParameterLocation.Query;
    }

    /// <summary>Describes the two forms of an address: a type with a converter of its own has no schema.</summary>
    static Task DescribeAddressAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        if (context.JsonTypeInfo.Type == typeof(RecipientAddress))
        {
            var text = new OpenApiSchema { Type = JsonSchemaType.String };
            schema.AnyOf =
            [
                text,
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { "city", "postal_code" },
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["city"] = text,
                        ["postal_code"] = text,
                        ["street"] = text
                    }
                }
            ];
        }
        return Task.CompletedTask;
    }

    static OpenApiPathItem Health(string description) => new()
    {
        Operations = new Dictionary<HttpMethod, OpenApiOperation>
        {
            [HttpMethod.Get] = new()
            {
                Summary = description,
                Tags = new HashSet<OpenApiTagReference> { new("Health") },
                Responses = new()
                {
                    ["200"] = new OpenApiResponse { Description = """{"status":"Healthy","postgres":true}""" },
                    ["503"] = new OpenApiResponse { Description = "A dependency that is false is not available." }
                }
            }
        }
    };
}
