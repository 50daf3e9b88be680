// Light or dark: as the system has it unless the person chose.

const KEY = 'stemma-theme';

export function theme(): string {
  return localStorage.getItem(KEY) ?? 'system';
}

export function setTheme(name: string): void {
  if (name === 'light' || name === 'dark') {
    localStorage.setItem(KEY, name);
    document.documentElement.dataset['theme'] = name;
  } else {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset['theme'];
  }
}
