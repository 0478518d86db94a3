'use client';

import NextLink from 'next/link';
import { Controls, Home } from '../shared/pages.jsx';
import { Formula } from '../shared/raw.jsx';

export const Link = ({ to, ...rest }) => <NextLink {...rest} href={to} />;

export const HomePage = () => <Home Link={Link} />;

export const Living = () => <Controls Formula={Formula} />;
