export {
  isPermission,
  type PermissionParts,
  parsePermission,
  permissionMaxLength,
  permissionPattern,
  permissionSchema,
  suggestPermission,
} from './permission.ts';
