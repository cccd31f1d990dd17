using FluentValidation;
using Marketplace.Application.Audit;
using Marketplace.Application.Media;
using Marketplace.Application.Shared;
using Marketplace.Contracts.Catalog;
using Marketplace.Domain.Audit;
using Marketplace.Domain.Catalog;
using Marketplace.Domain.Media;
using Marketplace.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Application.Catalog;

/// <param name="Id">Null makes a new one.</param>
public sealed record SaveCategory(CategoryId? Id, SaveCategoryRequest Request);

public sealed class SaveCategoryRequestValidator : AbstractValidator<SaveCategoryRequest>
{
    public SaveCategoryRequestValidator() => RuleFor(r => r.Name).NotEmpty().MaximumLength(Category.NameMaxLength);
}

public sealed class SaveCategoryHandler(IMarketplaceDb db, IMediaStore media, MediaUrls urls, AuditTrail audit, TimeProvider clock) : IHandler
{
    public async Task<Result<CategoryNode>> HandleAsync(SaveCategory command, CancellationToken ct)
    {
        var (request, now) = (command.Request, clock.GetUtcNow());
        var all = await db.Categories.ToDictionaryAsync(c => c.Id, ct); // a few dozen, and the tree's rules need them
        CategoryId? parent = request.ParentId is { } id ? new CategoryId(id) : null;
        if (parent is { } named && !all.ContainsKey(named))
        {
            return CatalogErrors.CategoryNotFound with { Kind = ErrorKind.Invalid, Field = "parentId" };
        }

        var path = Path(parent, all);
        if (command.Id is { } self && path.Contains(self))
        {
            return CatalogErrors.CategoryLoop;
        }

        if (path.Count + Height(command.Id, all) > Category.MaxDepth)
        {
            return CatalogErrors.CategoryTooDeep;
        }

        MediaId? image = request.ImageId is { } picture ? new MediaId(picture) : null;
        if (image is { } chosen && (await media.MissingAsync([chosen], ct)).Count > 0)
        {
            return MediaErrors.Unknown("imageId");
        }

        Category category;
        string? before = null;
        if (command.Id is { } known)
        {
            if (!all.TryGetValue(known, out category!))
            {
                return CatalogErrors.CategoryNotFound;
            }

            before = InWords(category);
            var saved = category.Save(request.Name, parent, request.Hue, request.IsActive, image, now);
            if (!saved.IsSuccess)
            {
                return saved.Error;
            }
        }
        else
        {
            var slug = Slug.Free(Slug.From(request.Name, "category"), [.. all.Values.Select(c => c.Slug)]);
            var position = all.Values.Where(c => c.ParentId == parent).Select(c => c.Position + 1).DefaultIfEmpty(0).Max();
            var created = Category.Create(slug, request.Name, parent, request.Hue, request.IsActive, position, now, image);
            if (!created.IsSuccess)
            {
                return created.Error;
            }

            category = created.Value;
            db.Categories.Add(category);
        }

        audit.Note(new(before is null ? "category.added" : "category.changed", AuditSubject.Category(category.Id), Before: before, After: InWords(category)));
        await db.SaveChangesAsync(ct);
        return new CategoryNode(category.Id.Value, category.Slug, category.Name, category.Hue, urls.Image(category.ImageId, category.Name), 0, category.IsActive, [], category.Revision);
    }

    private static string InWords(Category category) => $"{category.Name}, {(category.IsActive ? "shown" : "not shown")}, below {category.ParentId?.Value.ToString() ?? "none"}";

    private static List<CategoryId> Path(CategoryId? from, Dictionary<CategoryId, Category> all)
    {
        var path = new List<CategoryId>();
        for (var at = from; at is { } id && !path.Contains(id); at = all[id].ParentId)
        {
            path.Add(id);
        }

        return path;
    }

    /// <summary>Levels that the category takes with what stands below it.</summary>
    private static int Height(CategoryId? id, Dictionary<CategoryId, Category> all) =>
        id is null ? 1 : 1 + all.Values.Where(c => c.ParentId == id).Select(c => Height(c.Id, all)).DefaultIfEmpty(0).Max();
}
